import { monthBefore, secondsPerDay } from './calendar.ts';
import type { AccountRecords } from './deal-record.ts';
import type { GeneratedDeal } from './deals.ts';
import type { GeneratorContext } from './generator-context.ts';
import { accountContactTypes, noteTypeId } from './lists.ts';
import { dollarRates, moneyFields } from './money.ts';
import { accountUsers } from './users.ts';

/** What people ask about and random data may lack. */

/** A meeting with Jane at Acme Robotics today at 15:00, after activities over half a year. */
export function prepareMeetingWithJane(context: GeneratorContext, account: AccountRecords): void {
  const { people, tasks, activities } = account;
  const jane = people.find((person) => person.emails[0]?.email === 'jane@acme-robotics.example');
  if (jane === undefined) return;
  const since = context.now - 180 * secondsPerDay;
  jane.date_created = Math.min(jane.date_created, since);
  const meeting = tasks.findLast((one) => one.status === 'Open' && one.assignee_id === accountUsers[0]?.id);
  if (meeting !== undefined) {
    meeting.name = `Prepare demo: ${jane.name}`;
    meeting.related_resource = { id: jane.id, type: 'person' };
    meeting.due_date = context.calendar.midnight(context.today) + 15 * 3600;
  }
  const leadActivities = activities.filter(
    ({ parent, type, activity_date }) =>
      parent.type === 'lead' && type.category === 'user' && activity_date > since,
  );
  for (let turn = 1; turn <= 6; turn++) {
    const activity = leadActivities[Math.floor((turn * leadActivities.length) / 7)];
    if (activity !== undefined) activity.parent = { id: jane.id, type: 'person' };
  }
}

/** The deals that get three notes of last month each. */
const notedDeals = ['8 New Copy Machines', 'Initech renewal', 'Globex renewal'];

/** Moves notes of last month to the deals that people want summarized, which are created before that month. */
export function addNotesOfLastMonth(
  { today, calendar }: GeneratorContext,
  deals: readonly GeneratedDeal[],
  { activities }: AccountRecords,
): void {
  const { from, until } = monthBefore(today, calendar);
  const notes = activities.filter(
    ({ type, activity_date: at }) =>
      type.category === 'user' && type.id === noteTypeId && at >= from && at < until,
  );
  const step = Math.floor(notes.length / (3 * notedDeals.length));
  notedDeals.forEach((name, index) => {
    const deal = deals.find(({ record }) => record.name === name);
    if (deal === undefined) return;
    deal.history.created = Math.min(deal.history.created, from - secondsPerDay);
    deal.record.date_created = deal.history.created;
    for (const turn of [0, 1, 2]) {
      const note = notes[(turn * notedDeals.length + index) * step];
      if (note !== undefined) note.parent = { id: deal.record.id, type: 'opportunity' };
    }
  });
}

/** Converts six of the deals won last to foreign currencies in turn. */
export function addForeignCurrencies(deals: readonly GeneratedDeal[]): void {
  const won = deals
    .filter(({ record }) => record.status === 'Won' && record.monetary_unit === 'USD')
    .sort((a, b) => (b.history.closed ?? 0) - (a.history.closed ?? 0));
  for (let turn = 0; turn < 6; turn++) {
    const record = won[turn * 5 + 2]?.record;
    if (record?.monetary_value == null) continue;
    const [unit, rate] = dollarRates[turn % dollarRates.length] ?? ['USD', 1];
    Object.assign(record, moneyFields(record.monetary_value, unit, rate));
  }
}

/** Tags six customers as VIPs whom nobody has talked to for 60 days, or ever. */
export function addSilentVips({ now }: GeneratorContext, { people }: AccountRecords): void {
  const customer = accountContactTypes.find((type) => type.name === 'Current Customer')?.id;
  const silent = people.filter(
    ({ contact_type_id, date_last_contacted, tags }) =>
      contact_type_id === customer &&
      (date_last_contacted ?? 0) < now - 60 * secondsPerDay &&
      !tags.includes('vip'),
  );
  for (const person of silent.slice(0, 6)) person.tags = ['vip', ...person.tags];
}

/** Moves three companies without an owner to Boston. */
export function addUnownedInBoston({ companies }: AccountRecords): void {
  for (const company of companies.filter((one) => one.assignee_id === null).slice(0, 3)) {
    company.address = { street: null, city: 'Boston', state: 'MA', postal_code: '02110', country: 'US' };
  }
}

/** Adds tags that hardly any record has: an old trade fair, a typing error, a tag of one company. */
export function addRareTags({ people, companies }: AccountRecords): void {
  people[700]?.tags.push('expo-2019');
  for (const person of people.slice(710, 712)) person.tags.push('newsleter');
  companies[150]?.tags.push('q3-callback');
}
