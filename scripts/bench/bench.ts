// Measures what the product costs, prints a table and writes bench.json. `--long` adds what takes minutes of real time;
// `--write` puts the tables into docs/measured.md and docs/questions.md, and the figure beside them.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withSection } from '../../test/sections.ts';
import { root } from '../built.ts';
import { addedTime } from './added-time.ts';
import { answerForms, answerTokens } from './answer-tokens.ts';
import { chartSvg } from './chart-svg.ts';
import { httpThroughput } from './http.ts';
import { throughput, waitBound } from './limit.ts';
import { memory } from './memory.ts';
import { pageTokens } from './page-tokens.ts';
import { askAll, questionMarkdown, questionRow, questionTable, questionTokens } from './questions.ts';
import type { Row } from './row.ts';
import { pipelineRequests, scanThroughput, scanTime } from './scans.ts';
import { packageSize } from './size.ts';
import { coldStart } from './start.ts';
import { toolTokens } from './tool-tokens.ts';

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

/** Puts the text into a section of a page of docs. */
function writePage(page: string, name: string, content: string): void {
  const path = join(root, 'docs', `${page}.md`);
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), name, content));
}

const families: readonly (() => Row[] | Promise<Row[]>)[] = [
  toolTokens,
  pageTokens,
  answerTokens,
  coldStart,
  packageSize,
  addedTime,
  memory,
  waitBound,
  scanTime,
  pipelineRequests,
  ...(values.long ? [httpThroughput, throughput, scanThroughput] : []),
];

const machine = `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`;

function markdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, measured, bar, ok }) => `| ${what} | ${measured} | ${bar}${ok ? '' : ' (missed)'} |`,
  );
  return [`Measured on ${machine}.`, '', '| what | measured | bar |', '| --- | --- | --- |', ...lines].join(
    '\n',
  );
}

const rows: Row[] = [];
process.stdout.write(`${machine}\n\n`);
for (const family of families) {
  for (const row of await family()) {
    rows.push(row);
    process.stdout.write(`${row.ok ? 'ok  ' : 'MISS'} ${row.what}\n       ${row.measured}; ${row.bar}\n`);
  }
}
const answered = await askAll('all');
rows.push(questionRow(answered), ...questionTokens(answered, await askAll('core')));
process.stdout.write(`\n${questionTable(answered)}\n`);

const missed = rows.filter(({ ok }) => !ok).length;
process.stdout.write(`\n${rows.length} rows, ${missed} missed; bench.json holds them.\n`);
writeFileSync(join(root, 'bench.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
if (values.write) {
  writePage('measured', 'bench', markdown(rows));
  writePage('questions', 'questions', questionMarkdown(answered));
  const forms = await answerForms();
  const bars = forms.map(({ form, tokens }, at) => ({
    label: form,
    value: tokens,
    ours: at === forms.length - 1,
  }));
  const title = 'Tokens a model pays for the same 20 open deals (o200k)';
  writeFileSync(join(root, 'docs', 'answer-tokens.svg'), chartSvg(title, bars, 'tokens'));
}
process.exitCode = missed === 0 ? 0 : 1;
