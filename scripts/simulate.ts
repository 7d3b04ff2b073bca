import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { simulate } from '../test/simulation/simulation.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    calls: { type: 'string', default: '5000' },
    seeds: { type: 'string', default: '1' },
    older: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
});
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const say = (line: string) => void process.stdout.write(`${line}\n`);
const onTrace = (line: string) => say(line.slice(0, 600));
for (let each = 0; each < Number(values.seeds); each++) {
  const seed = Number(values.seed) + each;
  const began = performance.now();
  const { hash, calls, judged, requests, failure } = await simulate({
    seed,
    calls: Number(values.calls),
    collect,
    isOlder: values.older,
    ...(values.trace ? { onTrace } : {}),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(
    `seed ${seed}: ${calls} calls, ${requests} requests, ${judged} answers held against the truth, trace ${hash}, ${seconds} s`,
  );
  if (failure === undefined) continue;
  say(`FAILED at step ${failure.step}: ${failure.what}\n${failure.call}`);
  say(`Again: npm run simulate -- --seed ${seed} --calls ${values.calls}`);
  process.exitCode = 1;
}
