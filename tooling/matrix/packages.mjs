import { run } from '../launch/child.mjs';

/** Each published package as npm would receive it. Counts as one test. */
export default [
  {
    name: 'packages as published',
    async run({ counts, env }) {
      const exitCode = await run(process.execPath, ['tooling/launch/check-packages.mjs'], { env });
      counts.add(exitCode === 0 ? { passed: 1 } : { failed: 1 });
      return exitCode;
    },
  },
];
