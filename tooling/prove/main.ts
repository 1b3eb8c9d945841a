import { currentRevision } from '../report/revision.js';
import { FinishedProofs } from './finished.js';
import { readOptions } from './options.js';
import { type Outcome, verdict } from './outcome.js';
import { proofFiles } from './proof-files.js';
import { writeReport } from './report.js';
import { runProof } from './run-in-process.js';

const options = readOptions(process.argv.slice(2));
const revision = currentRevision();
const finished = new FinishedProofs(revision, options.scale, options.fresh || options.seedGiven);
const outcomes: Outcome[] = [];

for (const file of proofFiles()) {
  const name = file
    .replace(/^(packages|apps)\//, '')
    .replace('/prove/', '/')
    .replace(/\.proof\.ts$/, '');
  if (options.names.length > 0 && !options.names.some((part) => name.includes(part))) continue;
  const before = finished.get(name);
  if (before === undefined) console.log(`\n── ${name} (scale ${options.scale}, seed ${options.seed})`);
  const outcome = before ?? (await runProof({ name, file, scale: options.scale, seed: options.seed }));
  if (verdict(outcome) === 'held') finished.add(outcome);
  outcomes.push(outcome);
  console.log(
    `${name}: ${verdict(outcome)}${before === undefined ? '' : ' (in an earlier run of this commit)'}`,
  );
  // Of a part of the proofs there is no report to read them in.
  if (options.names.length > 0)
    for (const [what, count] of Object.entries(outcome.counts)) console.log(`  ${count} ${what}`);
  for (const violation of outcome.violations.slice(0, 5)) console.log(`  ${violation}`);
}

// A report with a part of the proofs would read as if there were no others.
if (options.names.length === 0) console.log(`\nReport: ${writeReport(outcomes, revision, options.scale)}`);
process.exitCode = outcomes.some((outcome) => verdict(outcome) === 'broken') ? 1 : 0;
