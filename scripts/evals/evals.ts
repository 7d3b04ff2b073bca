// Asks a model sixty questions over the sandbox: npm run evals -- --help
import { writeFileSync } from 'node:fs';
import { realWire } from './post.ts';
import { runEvals } from './run.ts';

const report = (line: string) => void process.stderr.write(`${line}\n`);

process.exitCode = await runEvals({
  args: process.argv.slice(2),
  env: process.env,
  print: (text) => void process.stdout.write(text),
  report,
  write: writeFileSync,
  wire: realWire(report),
  deadline: (ms) => AbortSignal.timeout(ms),
});
