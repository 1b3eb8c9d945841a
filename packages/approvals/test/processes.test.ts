import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Actor, PROCESSES_MS, type StartActor } from './support/actor.js';
import { onEveryStore } from './support/stores.js';
import { World } from './support/world.js';

onEveryStore('processes', (place) => {
  async function setUp() {
    const { address, open } = await place();
    const world = new World(await open(), '');
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-approvals-key-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const keyFile = join(folder, 'operator.key');
    await writeFile(keyFile, world.operatorKey.toPem(), { mode: 0o600 });
    const start = (request: Pick<StartActor, 'actor' | 'verb' | 'id'>): Actor => {
      const actor = Actor.start({ address, keyFile, ...request });
      onTestFinished(() => actor.kill());
      return actor;
    };
    return { address, world, start };
  }

  test('a waiter that was killed goes on in its next life, and hears of the decision', {
    timeout: PROCESSES_MS,
  }, async ({ skip }) => {
    const { address, world, start } = await setUp();
    if (address === '') skip('other processes cannot open this storage');
    const { id } = await world.ask({ id: 'deploy-2.0' });
    const first = start({ actor: 'Ada#agent_1', verb: 'wait', id });
    await first.says();
    await first.kill();
    const second = start({ actor: 'Ada#agent_2', verb: 'wait', id });
    await second.says();
    await world.operator.approve(id);
    expect(await second.says()).toEqual({ status: 'approved', by: 'operator' });
  });

  test('of processes that approve and reject at once exactly one decides', { timeout: PROCESSES_MS }, async ({
    skip,
  }) => {
    const { address, world, start } = await setUp();
    if (address === '') skip('other processes cannot open this storage');
    const { id } = await world.ask();
    const actors = Array.from({ length: 6 }, (_, index) =>
      start({ actor: `operator-${index}`, verb: index % 2 === 0 ? 'approve' : 'reject', id }),
    );
    await Promise.all(actors.map((actor) => actor.says()));
    for (const actor of actors) actor.go();
    const said = await Promise.all(actors.map((actor) => actor.says()));
    const decided = said.filter((line) => 'decided' in line);
    expect(decided).toHaveLength(1);
    const { status, by, votes } = await world.operator.get(id);
    expect(decided[0]).toEqual({ decided: status });
    expect(votes).toHaveLength(1);
    for (const line of said)
      if (!('decided' in line)) expect(line).toEqual({ refused: 'conflict', status, by });
  });
});
