import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

const benchmark = ['--import', 'tsx', 'tooling/benchmark/main.ts', ...process.argv.slice(2)];
process.exitCode = (await setUp({ servers: true })) || (await run(process.execPath, benchmark));
