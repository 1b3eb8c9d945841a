import { missing } from './redis-namespace.js';

/** Why the long tests of a file are skipped; `undefined` where they run. */
export const notFull =
  missing ??
  (process.env.AGENTCOORD_TEST_FULL === '1'
    ? undefined
    : 'long; npm run test:full, or AGENTCOORD_TEST_FULL=1');
export const unlessFull = notFull ? ` (skipped: ${notFull})` : '';
