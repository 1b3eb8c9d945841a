import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { faultKind } from './faults/faults.js';
import { runChaos } from './run-chaos.js';
import { systemsHere } from './systems/systems-here.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    round: { type: 'string' },
    system: { type: 'string' },
    faults: { type: 'string' },
  },
});

const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed);
const faults = values.faults?.split(',');
for (const kind of faults ?? []) faultKind(kind);
const { systems, missing } = systemsHere(values.system?.split(','));
if (missing !== undefined) console.log(`Only systems without Redis: ${missing}.`);
if (systems.length === 0) throw new Error('no system is left that could be tried');

// What was started ends with this process, and what was written goes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

console.log(`seed ${seed}`);
const { violations, counts, skipped } = await runChaos({
  seed,
  rounds: wholeNumber('rounds', values.rounds),
  ...(values.round === undefined ? {} : { round: wholeNumber('round', values.round) }),
  systems,
  ...(faults === undefined ? {} : { faults }),
  say: (line) => console.log(line),
});
for (const reason of skipped) console.log(`skipped: ${reason}`);
const told = Object.entries(counts).map(([what, count]) => `${count.toLocaleString('en-US')} ${what}`);
console.log(`${told.join(', ')}; ${violations.length} violations`);
process.exitCode = violations.length > 0 ? 1 : 0;

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${name} must be a whole number, not "${text}"`);
  return number;
}
