import { run } from './child.mjs';

const vitestFile = 'node_modules/vitest/vitest.mjs';

/** Runs vitest once. `node` is the command that starts Node, this one's own by default. */
export function vitest({ args = [], counts, env = {}, node = [process.execPath] }) {
  const [command, ...before] = node;
  return run(command, [...before, vitestFile, 'run', ...args], {
    env: { ...env, AGENTCOORD_TEST_COUNTS: counts.file },
  });
}
