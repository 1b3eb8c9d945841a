import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

const demo = ['packages/agentcoord/dist/bin.cjs', 'demo', ...process.argv.slice(2)];
process.exitCode = (await setUp()) || (await run(process.execPath, demo));
