import type { HistoryEntry } from '@agentcoord/conformance';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe, expect, test } from 'vitest';
import { Board } from '../src/index.js';
import { judge } from './support/talking-crowd.js';

async function setUp() {
  const storage = await openMemoryStorage();
  const board = new Board({ storage, author: 'Ada' });
  const { thread } = await board.post({ title: 'T', message: '1 by Ada' });
  const history: HistoryEntry[] = [];
  for (const number of [2, 3, 4]) {
    const { id, sequence } = await board.reply(thread, { message: `${number} by Ada` });
    history.push({ kind: 'entry-acknowledged', entryId: id, sequence });
  }
  const verdict = async () =>
    (await judge(board, storage, { thread, histories: [history], killed: 0 })).violations;
  return { storage, board, thread, history, verdict };
}

describe('the judge of the crowd', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { verdict } = await setUp();
    expect(await verdict()).toEqual([]);
  });

  test('finds an entry that was acknowledged and is not there', async () => {
    const { history, verdict } = await setUp();
    history.push({ kind: 'entry-acknowledged', entryId: 'lost', sequence: 5 });
    expect((await verdict()).join()).toMatch(/lost was acknowledged/);
  });

  test('finds an entry that lies in another place than was said', async () => {
    const { history, verdict } = await setUp();
    const [first] = history;
    if (first?.kind === 'entry-acknowledged') first.sequence += 1;
    expect(await verdict()).not.toEqual([]);
  });

  test("finds an author's entries out of order", async () => {
    const { board, thread, verdict } = await setUp();
    await board.reply(thread, { message: '2 by Ada' });
    expect((await verdict()).join()).toMatch(/is number 2 of Ada, after number 4/);
  });

  test('finds a post that is in the log and not in the thread', async () => {
    const { board, storage, thread, verdict } = await setUp();
    await board.show(thread);
    await storage.records.remove({ collection: 'board.posts', id: '0000000000000003' });
    expect((await verdict()).join()).toMatch(/shows 3 posts of 4/);
  });

  test('finds a call that failed', async () => {
    const { history, verdict } = await setUp();
    history.push({ kind: 'call-failed', code: 'internal', message: 'broken' });
    expect(await verdict()).toEqual(['a call failed: broken']);
  });
});
