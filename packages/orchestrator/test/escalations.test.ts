import { TaskQueue } from '@agentcoord/queue';
import { describe, expect, it } from 'vitest';
import { forgetSettled, moveTo, raise, settle } from '../src/supervision/escalations.js';
import { changeTeam } from '../src/team/teams.js';
import { coordinatorOn } from './support/crew.js';
import { teamStores } from './support/team-stores.js';

const MATTER = {
  matter: 'task-failed',
  subject: 'task/1',
  incarnation: '7',
  title: 'Failed for good: one',
  message: 'It failed.',
  team: 'Lead',
  desk: 'Lead',
  why: 'failed 3 of 3 times',
} as const;

describe.each(teamStores())('matters on $store', ({ missing, open }) => {
  it.skipIf(missing)(
    'are raised once for a subject and incarnation, however many see them at once',
    async () => {
      const { storage } = await open();
      const seen = await Promise.all(
        Array.from({ length: 12 }, (_, index) => raise(storage, { ...MATTER, by: `C-${index}` })),
      );
      expect(seen.filter((one) => one !== undefined)).toHaveLength(1);
      expect(await raise(storage, { ...MATTER, incarnation: '8', by: 'C' })).toMatchObject({ state: 'open' });
    },
  );

  it.skipIf(missing)(
    'go one desk up, however many move them at once, and not back once settled',
    async () => {
      const { storage } = await open();
      const raised = await raise(storage, { ...MATTER, by: 'C' });
      if (raised === undefined) throw new Error('not raised');
      const step = { desk: 'CTO', by: 'C', why: 'no answer' };
      const moved = await Promise.all(Array.from({ length: 8 }, () => moveTo(storage, raised, step)));
      const [won, ...others] = moved.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      expect(won?.steps.map(({ desk }) => desk)).toEqual(['Lead', 'CTO']);
      expect(await settle(storage, raised.id, { by: 'C', outcome: 'mended' })).toMatchObject({
        state: 'settled',
      });
      expect(await settle(storage, raised.id, { by: 'D', outcome: 'mended' })).toBeUndefined();
      expect(await moveTo(storage, { ...raised, desk: 'CTO' }, step)).toBeUndefined();
      expect(await raise(storage, { ...MATTER, by: 'C' })).toBeUndefined();
      expect(await forgetSettled(storage, (await storage.now()) - 60_000)).toBe(0);
      expect(await forgetSettled(storage, (await storage.now()) + 60_000)).toBe(1);
    },
  );

  it.skipIf(missing)(
    'need no canceller that lives: a mark alone ends the tasks of a team in the next round',
    async () => {
      const store = await open();
      const { coordinator, events } = coordinatorOn(store, { name: 'CTO' });
      await coordinator.start();
      await coordinator.foundTeam({ name: 'Lead' });
      const [added] = await coordinator.createTasks([{ title: 'Work' }], { team: 'Lead' });
      // As one leaves it who died right after the mark.
      const cancelled = { by: 'CTO', reason: 'over', at: await store.storage.now() };
      await changeTeam(store.storage, 'Lead', (team) => ({ ...team, cancelled }));
      expect(await coordinator.runOrchestrationLoop({ interval: 50, stopWhenDone: true })).toMatchObject({
        ended: 'done',
      });
      expect(events).toContainEqual({ type: 'tasks-cancelled', tasks: [added?.id] });
      expect(await new TaskQueue({ storage: store.storage }).get(added?.id ?? '')).toMatchObject({
        state: 'cancelled',
      });
    },
  );
});
