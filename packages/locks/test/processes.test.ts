import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFencedFiles } from '@agentcoord/storage-file';
import { describe, expect, onTestFinished, test } from 'vitest';
import { agentsOn, thrownBy } from './support/agents.js';
import { Child, PROCESSES_MS } from './support/child.js';
import { openedAt, sharedStores } from './support/stores.js';
import { temporaryFolder } from './support/temporary-folder.js';

describe.each(sharedStores)('on the %s store', (_name, placeOf) => {
  async function project() {
    const place = await placeOf();
    // What guards the writes of this host is on its disk, wherever the locks are.
    const fenced = await temporaryFolder();
    const { agent, root } = await agentsOn(await openedAt(place));
    const hold = (path: string, ttl: string, then = '') =>
      Child.start('holder.process.ts', JSON.stringify(place), fenced, root, path, ttl, then);
    return { agent, root, fenced, hold };
  }

  test('a holder killed with SIGKILL keeps its lock until its ttl is over, and not longer', {
    timeout: PROCESSES_MS,
  }, async () => {
    const { agent, hold } = await project();
    const child = hold('a.ts', '900ms');
    const { fence } = await child.says();
    await child.killed();
    const [dead] = await agent('reader').list();
    const next = await agent('next').acquire('a.ts');
    const [mine] = await agent('reader').list();
    expect(next.fence).toBeGreaterThan(Number(fence));
    // By the storage's clock; where the dead lock had already run out when it was looked at, there is nothing to compare.
    if (dead !== undefined) expect(mine?.acquiredAt).toBeGreaterThanOrEqual(dead.expiresAt);
  });

  test('a living holder in another process keeps its lock beyond its ttl', {
    timeout: PROCESSES_MS,
  }, async () => {
    const { agent, hold } = await project();
    const child = hold('a.ts', '10s');
    await child.says();
    const error = await thrownBy(agent('other').acquire('a.ts', { wait: 100 }));
    expect(error).toMatchObject({ code: 'lock_held', data: { agent: 'child', intent: 'hold on' } });
  });

  test('a holder stopped beyond its ttl hears of its loss when it goes on, and its late write is refused', {
    timeout: PROCESSES_MS,
  }, async () => {
    const { agent, root, fenced, hold } = await project();
    const child = hold('a.ts', '500ms', 'stop');
    const { fence } = await child.says();
    const next = await agent('next').acquire('a.ts');
    expect(next.fence).toBeGreaterThan(Number(fence));
    const files = await openFencedFiles({ folder: fenced });
    onTestFinished(() => files.close());
    await files.write({ path: join(root, 'a.ts'), fence: next.fence, content: 'mine' });
    child.goOn();
    expect(await child.says()).toEqual({ event: 'lost', code: 'lock_lost' });
    expect(await child.says()).toEqual({ event: 'refused', code: 'fenced' });
    expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe('mine');
  });
});
