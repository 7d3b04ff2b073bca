import { type RecordKind, recordKindCalled } from './record-kinds.ts';

/** A record as people and answers write it: `company Acme`, `deal #2827698`, `Jane Doe (person 12)`, `copper://people/12`, or a name. */
export interface RecordReference {
  readonly kind?: RecordKind;
  readonly id?: number;
  /** The name, or the id as it was written. */
  readonly name: string;
}

const unquoted = (text: string) => /^["'“”‘’](.+)["'“”‘’]$/su.exec(text)?.[1]?.trim() ?? text;

/** Takes a reference apart; text that begins with no kind is a name. */
export function readRecordReference(text: string): RecordReference {
  const whole = unquoted(text.trim().replace(/^copper:\/\//i, ''));
  const printed = /\(([a-z]+ \d{1,15})\)$/.exec(whole)?.[1] ?? whole;
  const [, word = '', rest = ''] = /^(\p{L}+)[\s:#/]+(.+)$/su.exec(printed) ?? [];
  const kind = recordKindCalled(word);
  if (kind === undefined) return { name: whole };
  const name = unquoted(rest);
  const [, id] = /^(?:id\s*)?[#:=]?\s*(\d{1,15})$/i.exec(name) ?? [];
  return id === undefined ? { kind, name } : { kind, name, id: Number(id) };
}
