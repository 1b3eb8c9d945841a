import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from './support/temp-folder.js';
import { hasAppeared, isAlive, isGone } from './support/watch.js';

const WORKER = fileURLToPath(new URL('./support/command-worker.ts', import.meta.url));

describe('the command of a worker that is killed', () => {
  it('ends with it, although no handler runs', async () => {
    const folder = await tempFolder();
    const worker = spawn(
      process.execPath,
      ['--conditions=@agentcoord/source', '--import', 'tsx', WORKER, folder],
      {
        stdio: 'inherit',
      },
    );
    const pid = Number(await hasAppeared(join(folder, 'command.pid')));
    expect(isAlive(pid)).toBe(true);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    expect(await isGone(pid)).toBe(true);
  });
});
