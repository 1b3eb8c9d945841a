import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

const prove = ['--import', 'tsx', 'tooling/prove/main.ts', ...process.argv.slice(2)];
process.exitCode = (await setUp({ servers: true })) || (await run(process.execPath, prove));
