import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from './support/temp-folder.js';
import { eventually, hasAppeared, isAlive, isGone } from './support/watch.js';

const WORKER = fileURLToPath(new URL('./support/command-worker.process.ts', import.meta.url));

function startWorker(folder: string, environment = {}): ChildProcess {
  const flags = ['--conditions=@agentcoord/source', '--import', 'tsx', WORKER, folder];
  return spawn(process.execPath, flags, {
    stdio: 'inherit',
    env: { ...process.env, MARK_OF_TEST: folder, ...environment },
  });
}

describe('the command of a worker that is killed', () => {
  it('ends with it, although no handler runs', async () => {
    const folder = await tempFolder();
    const worker = startWorker(folder);
    const pid = Number(await hasAppeared(join(folder, 'command.pid')));
    expect(isAlive(pid)).toBe(true);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    expect(await isGone(pid)).toBe(true);
    if (process.platform === 'linux')
      await eventually('what left its group ended, too', async () =>
        (await marked(folder)) ? undefined : true,
      );
  });

  it.runIf(process.platform === 'linux')(
    'does not even begin when the worker dies before it is guarded',
    async () => {
      const folder = await tempFolder();
      const worker = startWorker(folder, { AGENTCOORD_CRASH_POINT: 'command-spawned' });
      const [, signal] = await once(worker, 'exit');
      expect(signal).toBe('SIGKILL');
      await eventually('every process of the test ended', async () =>
        (await marked(folder)) ? undefined : true,
      );
      await expect(access(join(folder, 'command.pid'))).rejects.toThrow();
    },
  );
});

/** Whether a process with this mark in its environment lives. */
async function marked(mark: string): Promise<boolean> {
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid || !isAlive(pid)) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (environment.includes(`MARK_OF_TEST=${mark}\0`)) return true;
  }
  return false;
}
