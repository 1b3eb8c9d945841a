import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { bubblewrapMissing, findBubblewrap } from '@agentcoord/tooling/bubblewrap';
import { describe, expect, it } from 'vitest';
import { createCommandEngine, runAssignment } from '../src/index.js';
import { finishTurn } from './support/scripted-provider.js';
import { runScript, setUp, task } from './support/setting.js';
import { tempFolder } from './support/temp-folder.js';

const found = findBubblewrap();
const withSandbox = {
  sandbox: {
    bubblewrap: found?.command,
    environment: { ...process.env, ...found?.env, MY_TOKEN: 'canary-0123456789' },
  },
};
const withoutSandbox = { sandbox: { bubblewrap: '/nowhere/bwrap' } };
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('a verification that a model proposed', () => {
  it.skipIf(bubblewrapMissing())(
    'runs in the sandbox, where it can do nothing outside of the workspace',
    async () => {
      const setting = await setUp({ 'a.txt': 'a' });
      const outside = await tempFolder({});
      const command = `touch inside; touch ${outside}/escaped; test -z "$MY_TOKEN" && test -e a.txt`;
      const payload = { verify: { command, sandboxed: true } };
      const { outcome } = await runScript(setting, [finishTurn()], { payload, options: withSandbox });
      expect(outcome).toMatchObject({ status: 'done' });
      expect(await exists(join(setting.root, 'inside'))).toBe(true);
      expect(await exists(join(outside, 'escaped'))).toBe(false);
    },
  );

  it('is refused where there is no sandbox, and the task fails for good', async () => {
    const setting = await setUp();
    const payload = { verify: { command: 'touch ran', sandboxed: true } };
    const { outcome } = await runScript(setting, [finishTurn()], { payload, options: withoutSandbox });
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { code: 'unsupported' } });
    expect(await exists(join(setting.root, 'ran'))).toBe(false);
  });

  it('is refused by an engine that has no sandbox at all', async () => {
    const setting = await setUp();
    const payload = { command: 'true', verify: { command: 'touch ran', sandboxed: true } };
    const outcome = await runAssignment(task(payload), setting.context, { engines: [createCommandEngine()] });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'unsupported' } });
    expect(await exists(join(setting.root, 'ran'))).toBe(false);
  });
});
