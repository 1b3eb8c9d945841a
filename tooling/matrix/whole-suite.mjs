import { vitest } from '../launch/vitest.mjs';

/** Every test, in its long form, on the Node that runs this. */
export default [
  { name: `whole suite, Node ${process.versions.node}`, run: ({ counts, env }) => vitest({ counts, env }) },
];
