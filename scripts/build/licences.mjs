// The licences of the packages inside dist/, which ask to be kept with them; words that several share are written once.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const title = /^[#\s(]*(?:the )?(?:mit|isc|bsd 3-clause)?\s*licen[cs]e(?: \(mit\))?[.)]?$/i;
const owner = /^(?:copyright\b|all rights reserved)/i;

/** A licence apart: whose it is, and its words, which for most are those of others, too. */
function parts(text) {
  const paragraphs = text
    .replace(/\r/g, '')
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '' && !title.test(each));
  const owners = paragraphs.filter((each) => owner.test(each));
  return { owners, words: paragraphs.filter((each) => !owners.includes(each)) };
}

/** Equal words, however their lines are broken. */
const key = (words) =>
  words
    .join(' ')
    .replace(/[\s"'“”*]+/g, ' ')
    .toLowerCase()
    .trim();

/** Packages that come without the text of their licence, and one that comes with it: Apache-2.0 has the same words for all. */
const elsewhere = { '@humanwhocodes/momoa': 'eslint-visitor-keys' };

/** Packages without a text of their own, and the one of the same project and owners that has it. */
const sameProject = { 'koa-compose': 'koa' };

async function licenceOf(folder, name) {
  const [file] = (await readdir(folder)).filter((each) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(each)).sort();
  if (file !== undefined) return parts(await readFile(join(folder, file), 'utf8'));
  const relative = sameProject[name];
  if (relative !== undefined) return licenceOf(folder.slice(0, -name.length) + relative, relative);
  const other = elsewhere[name];
  if (other === undefined) throw new Error(`${name} has no licence`);
  const { words } = await licenceOf(folder.slice(0, -name.length) + other, other);
  return { owners: [], words };
}

/** The text of all licences of the packages that a build put in. */
export async function licences(root, outputs) {
  const inside = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(
    inside.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const groups = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const { owners, words } = await licenceOf(join(root, folder), name);
    const same = key(words);
    const group = groups.get(same) ?? { words, packages: [] };
    const lines = owners.flatMap((each) => each.split('\n')).map((line) => `  ${line.trim()}`);
    group.packages.push([`${name} ${version} (${license})`, ...lines].join('\n'));
    groups.set(same, group);
  }
  const texts = [...groups.values()].map(({ words, packages }) =>
    [...packages, ...words].join('\n\n').trim(),
  );
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
