import { vitest } from '../launch/vitest.mjs';

const majors = [24];
/** What depends on the Node version: newer ones bring their own SQLite. */
const tests = ['packages/storage-file', 'packages/conformance'];

export default majors.map((major) => ({
  name: `storage tests, Node ${major}`,
  run: ({ counts, env }) =>
    vitest({
      args: [...tests, '--passWithNoTests'],
      counts,
      env,
      node: ['npx', '--yes', `node@${major}`],
    }),
}));
