import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../report/machine.js';
import { currentRevision, describeRevision } from '../report/revision.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const folder = 'benchmarks/src';
const loadSources = [
  '--conditions=@agentcoord/source',
  ...['--import', 'tsx', '--import', './tooling/lua/register.mjs'],
];
const chosen = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  .sort();

const results = mkdtempSync(join(tmpdir(), 'agentcoord-benchmark-'));
const sections: string[] = [];
const failed: string[] = [];
for (const name of chosen) {
  const resultFile = join(results, `${name}.md`);
  const mode = values.quick ? 'quick' : 'full';
  const args = [
    ...loadSources,
    resolve('tooling/benchmark/run-one.ts'),
    resolve(folder, name),
    resultFile,
    mode,
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status === 0) sections.push(readFileSync(resultFile, 'utf8'));
  else failed.push(name);
}
rmSync(results, { recursive: true, force: true });

// A part of the benchmarks, or quick figures, must not replace the full report.
const isFullRun = positionals.length === 0 && !values.quick && failed.length === 0;
if (isFullRun) {
  const head = [
    '# Benchmarks',
    'Written by `npm run benchmark`.',
    `- Date: ${new Date().toISOString()}\n- Commit: ${describeRevision(currentRevision())}\n- Machine: ${describeMachine()}`,
  ];
  writeFileSync('benchmarks/REPORT.md', `${[...head, ...sections].join('\n\n')}\n`);
  console.log('\nReport: benchmarks/REPORT.md');
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
