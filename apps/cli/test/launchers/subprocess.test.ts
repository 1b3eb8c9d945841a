import { createSubprocessLauncher } from '@agentcoord/spawner';
import { launcherContract } from '@agentcoord/spawner/testing';
import { redisMissing } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type BuiltCli, buildCli } from '../support/build-cli.js';
import { setUpBench } from './bench.js';

const missing = redisMissing();

describe.skipIf(missing)(`subprocess${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  });
  afterAll(() => cli?.remove());

  test.each(launcherContract)('$name', async ({ run }) => {
    const program = { command: process.execPath, args: [cli.script] };
    await run(await setUpBench(() => createSubprocessLauncher(), { program }));
  });
});
