import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod/v3';
import type { RequestContext } from '../../../src/tool/tool.ts';
import { defineParameter, described, type Parameter } from '../../../tools/inputs/parameter.ts';

const followed = defineParameter({
  input: z.boolean(),
  sends: ['followed'],
  toRequest: (value) => ({ body: { followed: value } }),
});

describe('what the schema gives and what the request takes are one type', () => {
  test('it follows from the schema', () => {
    defineParameter({
      input: z.array(z.enum(['Open', 'Won'])),
      sends: ['statuses'],
      toRequest: (values) => {
        expectTypeOf(values).toEqualTypeOf<('Open' | 'Won')[]>();
        return { body: { statuses: values } };
      },
    });
    expectTypeOf<Parameters<Parameter['toRequest']>[0]>().toBeUnknown();
    expectTypeOf<z.infer<Parameter['input']>>().toBeUnknown();
  });

  test('what disagrees does not compile', () => {
    const ofTexts = (values: string[]) => ({ body: { followed: values } });
    // @ts-expect-error A boolean is not a list of texts.
    defineParameter({ input: z.boolean(), sends: ['followed'], toRequest: ofTexts });
    // @ts-expect-error Nor are numbers.
    defineParameter({ input: z.array(z.number()), sends: ['followed'], toRequest: ofTexts });
    // @ts-expect-error Bypassing the definition does not help: a parameter must accept any value.
    const bypassed: Parameter = { input: z.boolean(), sends: ['followed'], toRequest: ofTexts };
    expect(bypassed.sends).toEqual(['followed']);
  });
});

test('in a table of parameters the schema checks each value', () => {
  const send = (value: unknown) => followed.toRequest(value, {} as RequestContext, {});
  expect(send(true)).toEqual({ body: { followed: true } });
  expect(() => send('yes')).toThrow(/Expected boolean, received string/);
});

test('another description changes nothing else', () => {
  const { input, ...rest } = described(followed, 'By the owner of the key');
  expect(input.description).toBe('By the owner of the key');
  expect(input.safeParse('yes').success).toBe(false);
  expect(rest).toMatchObject({ sends: ['followed'] });
  expect(followed.input.description).toBeUndefined();
});
