import { expect, test } from 'vitest';
import { readRecordReference } from '../../../../tools/reports/lookup/record-reference.ts';

test.each<[string, ReturnType<typeof readRecordReference>]>([
  ['Jane Doe', { name: 'Jane Doe' }],
  ['  "Jane Doe" ', { name: 'Jane Doe' }],
  ['company Acme', { kind: 'company', name: 'Acme' }],
  ['Company: "Acme Foods"', { kind: 'company', name: 'Acme Foods' }],
  ['person Jane Doe', { kind: 'person', name: 'Jane Doe' }],
  ['contact Jane', { kind: 'person', name: 'Jane' }],
  ['deal 8 New Copy Machines', { kind: 'opportunity', name: '8 New Copy Machines' }],
  ['opportunity 2827698', { kind: 'opportunity', name: '2827698', id: 2_827_698 }],
  ['deal #2827698', { kind: 'opportunity', name: '2827698', id: 2_827_698 }],
  ['company id 12', { kind: 'company', name: 'id 12', id: 12 }],
  ['Jane Doe (person 12)', { kind: 'person', name: '12', id: 12 }],
  ['copper://people/12', { kind: 'person', name: '12', id: 12 }],
  ['leads/7', { kind: 'lead', name: '7', id: 7 }],
  ['12', { name: '12' }],
  ['task 12', { name: 'task 12' }],
  ['company', { name: 'company' }],
  ['Acme (Foods)', { name: 'Acme (Foods)' }],
])('%s', (text, reference) => {
  expect(readRecordReference(text)).toEqual(reference);
});
