import { setUp } from './set-up.mjs';

process.exitCode = await setUp();
