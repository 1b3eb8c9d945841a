import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { endFamily } from '../src/process/end-family.js';
import { familyOf } from '../src/process/family.js';
import { identify, livenessOf, type ProcessIdentity } from '../src/process/process-identity.js';
import { parseStat, readProcess } from '../src/process/process-table.js';

/** A real process that leads its own group and says "ready" once it listens. */
async function startProgram(source: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['-e', source], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, ...environment },
  });
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  onTestFinished(async () => {
    await endFamily({ family: { spawnId: environment.AGENTCOORD_SPAWN_ID ?? '', group: pid }, graceMs: 0 });
  });
  await once(child.stdout, 'data');
  return { identity: await identify(pid), exited };
}

const WAITS = 'setInterval(() => {}, 1e6); console.log("ready")';

describe('a process', () => {
  test('is recognised by pid, start time, boot, pid space and host together', async () => {
    const { identity, exited } = await startProgram(WAITS);
    expect(await livenessOf(identity)).toBe('running');
    const others: Array<[Partial<ProcessIdentity>, string]> = [
      [{ startTime: '1' }, 'gone'],
      [{ bootId: 'another boot', pidSpace: 'of that boot' }, 'gone'],
      [{ pidSpace: 'a sandbox' }, 'elsewhere'],
      [{ host: `${hostname()}-other` }, 'elsewhere'],
    ];
    for (const [change, liveness] of others)
      expect(await livenessOf({ ...identity, ...change })).toBe(liveness);
    process.kill(identity.pid, 'SIGKILL');
    await exited;
    expect(await livenessOf(identity)).toBe('gone');
  });

  test('is read right whatever its command is called', () => {
    const rest = Array.from({ length: 40 }, (_, index) => String(index + 4)).join(' ');
    expect(parseStat(`12 (a) R (b) S ${rest}`)).toEqual({ pid: 12, group: 5, startTime: '22' });
    expect(parseStat(`12 (node) Z ${rest}`)).toBeUndefined();
  });

  test('that does not exist is not found', async () => {
    expect(await readProcess(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('the end of a process', () => {
  test('is its own when it listens', async () => {
    const { identity, exited } = await startProgram(`process.on('SIGTERM', () => process.exit(7)); ${WAITS}`);
    const report = await endFamily({ family: { spawnId: '', group: identity.pid }, graceMs: 30_000 });
    expect(report).toEqual({ outcome: 'stopped', killed: 0 });
    expect(await exited).toEqual([7, null]);
  });

  test('comes by force when it does not listen, even when it is stopped', async () => {
    const { identity, exited } = await startProgram(`process.on('SIGTERM', () => {}); ${WAITS}`);
    process.kill(identity.pid, 'SIGSTOP');
    const report = await endFamily({ family: { spawnId: '', group: identity.pid }, graceMs: 50 });
    expect(report).toEqual({ outcome: 'killed', killed: 1 });
    expect(await exited).toEqual([null, 'SIGKILL']);
  });

  test.runIf(process.platform === 'linux')(
    'takes along what it started, also what left its group',
    async () => {
      const stubborn =
        "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); process.stdout.write('x')";
      const start = (detached: boolean) =>
        `spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { detached: ${detached}, stdio: ['ignore', 'pipe', 'ignore'] }).stdout.once('data', ready);`;
      const source = `const { spawn } = require('node:child_process'); let left = 2; const ready = () => { if (--left === 0) console.log('ready'); }; ${start(false)} ${start(true)}`;
      const { identity } = await startProgram(source, { AGENTCOORD_SPAWN_ID: 'worker_family' });
      const family = { spawnId: 'worker_family', group: identity.pid };
      expect(await familyOf(family)).toHaveLength(3);
      expect(await endFamily({ family, graceMs: 0 })).toMatchObject({ outcome: 'killed' });
      expect(await familyOf(family)).toEqual([]);
      expect(await endFamily({ family, graceMs: 0 })).toEqual({ outcome: 'already_gone', killed: 0 });
    },
  );
});
