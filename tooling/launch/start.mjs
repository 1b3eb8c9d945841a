import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

await setUp();
process.exitCode = await run(process.execPath, [
  'packages/agentcoord/dist/bin.js',
  'demo',
  ...process.argv.slice(2),
]);
