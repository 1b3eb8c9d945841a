import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

const chaos = [
  '--conditions=@agentcoord/source',
  ...['--import', 'tsx', 'tooling/chaos/main.ts', ...process.argv.slice(2)],
];
process.exitCode = (await setUp({ servers: true })) || (await run(process.execPath, chaos));
