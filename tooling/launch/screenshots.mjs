import { run } from './child.mjs';
import { setUp } from './set-up.mjs';

const screenshots = ['--import', 'tsx', 'tooling/screenshots/main.ts'];
process.exitCode = (await setUp({ browser: true })) || (await run(process.execPath, screenshots));
