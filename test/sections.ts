/** The text between `<!-- name -->` and `<!-- /name -->`. */
export function section(text: string, name: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page lacks the markers ${start} and ${end}.`);
  return text.slice(from + start.length, to).trim();
}

/** The text with that section replaced. */
export function withSection(text: string, name: string, content: string): string {
  section(text, name);
  const [before = ''] = text.split(`<!-- ${name} -->`);
  const after = text.slice(text.indexOf(`<!-- /${name} -->`));
  return `${before}<!-- ${name} -->\n\n${content}\n\n${after}`;
}
