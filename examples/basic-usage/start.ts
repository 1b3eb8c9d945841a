import assert from 'node:assert/strict';
import { usage } from './usage.js';

// The lines of the README of this repository: they are true while this ends.
await import('./readme.js');

const EXPECTED = [
  'agents: Agent-1 is idle',
  'locked: backend/main.ts, fence true',
  'did: Add /health endpoint, then undefined',
  'message: posted',
  'decisions: Backend v2.0',
  'approval: expired',
  'error: priority must be a whole number from 1 to 5; got 9.',
];

// `none` is the file store, whatever is configured.
const onFiles = await usage('none');
for (const line of onFiles) console.log(line);
assert.deepEqual(onFiles, EXPECTED);

const { REDIS_URL } = process.env;
if (REDIS_URL) assert.deepEqual(await usage(REDIS_URL), EXPECTED);
console.log(
  REDIS_URL
    ? 'As it should be: the same on the file store and on Redis.'
    : 'As it should be on the file store. With REDIS_URL=redis://localhost:6379 it runs on Redis too.',
);
