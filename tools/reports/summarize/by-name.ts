import { normalizeName } from '../../../src/names/nearest-names.ts';
import { numberField, textField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { byWord, type Dimension } from './dimension.ts';

/** Words that say nothing about which company it is. */
const legalForms = /^(?:the|inc|llc|ltd|gmbh|ag|plc|corp|co|group|sa|bv)$/;

/** Records of one group that are named; the others are counted. */
const mostNamed = 3;

/** What names of the same person or company have in common: no case, accents, order of words, spaces or legal form. */
function key(name: string): string {
  const words = normalizeName(name).split(' ');
  const telling = words.filter((word) => !legalForms.test(word));
  return (telling.length === 0 ? words : telling).toSorted().join('');
}

/** Groups by names that are alike, each with the names and ids of its records: what may have been entered twice. */
export function similarNameDimension(): Dimension {
  const met = new Map<string, { readonly names: string[]; count: number }>();
  const called = column('name', textField('name'));
  return byWord('name', called, {
    reads: [column('id', numberField('id')), called],
    keys(row) {
      const name = typeof row.name === 'string' ? row.name.trim() : '';
      if (name === '') return [];
      const found = key(name);
      const group = met.get(found) ?? { names: [], count: 0 };
      if (group.count++ < mostNamed) group.names.push(`${name} (${row.id})`);
      met.set(found, group);
      return [found];
    },
    value(of) {
      const { names, count } = met.get(of) ?? { names: [of], count: 1 };
      const more = count - names.length;
      return `${names.join(' = ')}${more > 0 ? ` +${more}` : ''}`;
    },
  });
}
