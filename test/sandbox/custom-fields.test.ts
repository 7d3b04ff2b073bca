import { describe, expect, test } from 'vitest';
import type { Opportunity } from '../../src/sandbox/sandbox.ts';
import { found, get, idsOf, NOW, post, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;
const DAY = 86_400;
const now = Math.floor(NOW / 1000);

describe('custom fields', () => {
  const field = (name: string): number => world.customFields.find((one) => one.name === name)?.id ?? 0;
  const option = (name: string, label: string): number =>
    world.customFields.find((one) => one.name === name)?.options?.find((one) => one.name === label)?.id ?? 0;
  const value = (
    row: { custom_fields: { custom_field_definition_id: number; value: unknown }[] },
    name: string,
  ) => row.custom_fields.find((slot) => slot.custom_field_definition_id === field(name))?.value;
  const search = (name: string, demand: object): Promise<number[]> =>
    found(sandbox, '/opportunities/search', {
      custom_fields: [{ custom_field_definition_id: field(name), ...demand }],
    });
  const deals = (test: (deal: Opportunity) => boolean): number[] => idsOf(world.opportunities.filter(test));
  const emea = option('Region', 'EMEA');
  const products = [option('Products', 'Platform'), option('Products', 'Training')];
  const held = (deal: Opportunity): number[] => {
    const list = value(deal, 'Products');
    return Array.isArray(list) ? products.filter((id) => list.includes(id)) : [];
  };

  test('dropdown, with and without empty', async () => {
    expect(await search('Region', { value: [emea] })).toEqual(
      deals((deal) => value(deal, 'Region') === emea),
    );
    expect(await search('Region', { value: emea, allow_empty: true })).toEqual(
      deals((deal) => [emea, null].some((one) => one === value(deal, 'Region'))),
    );
  });

  test('multi-select: all, or any', async () => {
    expect(await search('Products', { value: products })).toEqual(deals((deal) => held(deal).length === 2));
    expect(await search('Products', { value: products, option: 'ANY' })).toEqual(
      deals((deal) => held(deal).length > 0),
    );
  });

  test('multi-select: none; a number, exactly', async () => {
    expect(await search('Products', { value: products, option: 'NONE' })).toEqual(
      deals((deal) => held(deal).length === 0 && String(value(deal, 'Products')) !== ''),
    );
    const seats = world.opportunities.map((deal) => value(deal, 'Seats')).find((count) => count !== null);
    expect(await search('Seats', { value: seats })).toEqual(deals((deal) => value(deal, 'Seats') === seats));
    const many = deals((deal) => Number(value(deal, 'Seats') ?? 0) >= 150);
    expect(await search('Seats', { minimum_value: 150 })).toEqual(many);
  });

  test('ranges, checkboxes, days', async () => {
    const between = (name: string, least: number, most: number) =>
      deals(
        (deal) =>
          value(deal, name) !== null &&
          Number(value(deal, name)) >= least &&
          Number(value(deal, name)) <= most,
      );
    expect(await search('ARR', { minimum_value: 100_000, maximum_value: '200000' })).toEqual(
      between('ARR', 100_000, 200_000),
    );
    expect(await search('Renewal date', { minimum_value: now, maximum_value: now + 90 * DAY })).toEqual(
      between('Renewal date', now, now + 90 * DAY),
    );
    expect(await search('Legal approved', { value: false })).toEqual(
      deals((deal) => value(deal, 'Legal approved') === false),
    );
    const day = world.opportunities
      .map((deal) => value(deal, 'Renewal date'))
      .find((at) => typeof at === 'number');
    expect(await search('Renewal date', { value: Number(day) + 3600 })).toEqual(
      deals((deal) => value(deal, 'Renewal date') === day),
    );
  });

  test.each([
    ['Next step', { value: 'x' }, 422],
    ['Contract link', { value: 'x' }, 422],
    ['Employees', { value: 1 }, 422],
    ['Region', { value: 1 }, 422],
    ['Region', {}, 422],
    ['Region', { wert: 1 }, 422],
    ['Products', { value: products, option: 'SOME' }, 422],
    ['Legal approved', { value: 'maybe' }, 422],
    ['ARR', { minimum_value: 'much' }, 422],
    ['Region', { allow_empty: true }, 500],
  ])('%s %j is a %i', async (name, demand, status) => {
    const custom_fields = [{ custom_field_definition_id: field(name), ...demand }];
    expect((await post(sandbox, '/opportunities/search', { custom_fields })).status).toBe(status);
  });

  test('computed values on request only', async () => {
    const plain = await get<Opportunity>(sandbox, '/opportunities/2827698');
    expect(plain.body.custom_fields[0]).not.toHaveProperty('computed_value');
    const { body } = await get<Opportunity>(
      sandbox,
      '/opportunities/2827698?custom_field_computed_values=true',
    );
    const region = body.custom_fields.find((slot) => slot.custom_field_definition_id === field('Region'));
    const labels = ['EMEA', 'Americas', 'APAC', null];
    expect(labels).toContain(Object.entries(region ?? {}).find(([name]) => name === 'computed_value')?.[1]);
    const { body: rows } = await post(
      sandbox,
      '/opportunities/search?custom_field_computed_values=true&page_size=200',
    );
    const slots = (name: string): Record<string, unknown>[] =>
      rows
        .flatMap((row) => (Array.isArray(row.custom_fields) ? row.custom_fields : []))
        .filter((slot) => slot.custom_field_definition_id === field(name) && slot.value !== null);
    expect(slots('Products')).toContainEqual(expect.objectContaining({ computed_value: ['Platform'] }));
    for (const slot of slots('ARR')) expect(slot.computed_value).toBe(slot.value);
  });
});

describe('fields', () => {
  test('exactly what was asked for', async () => {
    const region = { custom_fields: [{ custom_field_definition_id: 400_101 }] };
    const { body } = await post(sandbox, '/opportunities/search', {
      fields: ['id', 'name', 'company_ids', region],
    });
    expect(Object.keys(body[0] ?? {})).toEqual(['id', 'name', 'custom_fields']);
    expect(body[0]?.custom_fields).toHaveLength(1);
    const all = await post(sandbox, '/people/search', { fields: ['custom_fields'] });
    expect(Object.keys(all.body[0] ?? {})).toEqual(['custom_fields']);
    expect((await post(sandbox, '/tasks/search', { fields: ['id'] })).status).toBe(422);
    for (const wrong of [1, { custom_fields: ['x'] }, { custom_fields: [{}] }]) {
      expect((await post(sandbox, '/people/search', { fields: [wrong] })).status).toBe(422);
    }
  });
});
