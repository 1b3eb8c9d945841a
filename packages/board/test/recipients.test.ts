import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe, expect, test } from 'vitest';
import { Board } from '../src/index.js';
import { mentionsIn } from '../src/sending/mentions.js';
import { CREW, crewOf } from './support/crew.js';
import { refusal } from './support/refusal.js';

async function send(to: string[] | undefined, message = 'hello', members = CREW) {
  await using storage = await openMemoryStorage();
  const { ada } = crewOf(storage, members);
  const { status, deliveries, undelivered } = await ada.post({ title: 'T', message, ...(to ? { to } : {}) });
  return {
    status,
    to: deliveries.map(({ agent }) => agent),
    undelivered: undelivered.map(({ recipient, reason }) => `${recipient}: ${reason}`),
  };
}

describe('recipients', () => {
  test.each([
    [['Bob'], ['Bob']],
    [['Eve the 2nd'], ['Eve the 2nd']],
    [['@Bob'], ['Bob']],
    [['role:Reviewer'], ['Bob', 'Cleo']],
    [['@reviewer'], ['Bob', 'Cleo']],
    [['role:Lead', 'Bob'], ['Bob']],
    [['everyone'], ['Bob', 'Cleo', 'Eve the 2nd']],
    [['operator'], ['operator']],
    [
      ['Bob', '@Bob', 'role:Reviewer'],
      ['Bob', 'Cleo'],
    ],
  ])('%j reaches %j', async (to, reached) => {
    const sent = await send(to);
    expect(sent.to).toEqual(reached);
    // Ada is the only one of her role, so there is nobody else to tell.
    expect(sent.status).toBe(to.includes('role:Lead') ? 'partly_sent' : 'sent');
  });

  test.each([
    [['Nobody'], ['Nobody: no agent is named Nobody']],
    [['Dan'], ['Dan: Dan is dead']],
    [['role:Cook'], ['role:Cook: no agent has the role Cook']],
    [['role:Tester'], ['role:Tester: no other agent of the role Tester is alive']],
    [['bob'], ['bob: no agent is named bob']],
    [['@nobody'], ['@nobody: no agent is named nobody or has that role']],
  ])('%j reaches nobody, and says so with the reason', async (to, undelivered) => {
    expect(await send(to)).toEqual({ status: 'undelivered', to: [], undelivered });
  });

  test('who is reached and who is not are told apart', async () => {
    expect(await send(['Bob', 'Nobody'])).toMatchObject({ status: 'partly_sent', to: ['Bob'] });
  });

  test('a broadcast that nobody hears is undelivered', async () => {
    const alone = [{ name: 'Ada' }, { name: 'Dan', state: 'left' }];
    const sent = await send(['everyone'], 'hello', alone);
    expect(sent).toMatchObject({
      status: 'undelivered',
      undelivered: ['everyone: there is no other living agent'],
    });
  });

  test('mentions count like recipients, also those that reach nobody', async () => {
    expect(await send(undefined, 'Ask @Bob or @"Eve the 2nd".')).toMatchObject({
      status: 'sent',
      to: ['Bob', 'Eve the 2nd'],
    });
    expect(await send(undefined, 'Ask @Zoe.')).toMatchObject({ status: 'undelivered', to: [] });
  });

  test('a reply reaches who talks there and is not gone, also who is not registered', async () => {
    await using storage = await openMemoryStorage();
    const { ada, bob, board } = crewOf(storage);
    const { thread } = await board('Dan').post({ title: 'T', message: 'M' });
    expect(await bob.reply(thread, { message: 'hello?' })).toMatchObject({
      status: 'posted',
      deliveries: [],
    });
    await board('Zoe').reply(thread, { message: 'I am new.' });
    await ada.list();
    const { deliveries, status } = await ada.reply(thread, { message: 'welcome' });
    expect(deliveries.map(({ agent }) => agent)).toEqual(['Bob', 'Zoe']);
    expect(status).toBe('sent');
  });

  test('without a list of members names are taken at their word, and roles and everyone are undelivered', async () => {
    await using storage = await openMemoryStorage();
    const board = new Board({ storage, author: 'Ada' });
    const sent = await board.post({ title: 'T', message: 'M', to: ['Bob', 'role:Reviewer', 'everyone'] });
    expect(sent.deliveries).toEqual([{ agent: 'Bob', state: 'sent' }]);
    expect(sent.undelivered.map(({ recipient }) => recipient)).toEqual(['role:Reviewer', 'everyone']);
    expect(sent.status).toBe('partly_sent');
  });

  test('a list of members that cannot be had is an error, and nothing is sent', async () => {
    await using storage = await openMemoryStorage();
    const board = new Board({ storage, author: 'Ada', resolve: () => Promise.reject(new Error('away')) });
    await expect(board.post({ title: 'T', message: 'M', to: 'Bob' })).rejects.toThrow('away');
    expect((await storage.logs.head({ log: 'board' })).sequence).toBe(0);
    expect((await board.post({ title: 'T', message: 'M' })).status).toBe('posted');
  });

  test('more than 1,000 of them are refused', async () => {
    await using storage = await openMemoryStorage();
    const many = Array.from({ length: 1_002 }, (_, index) => ({ name: `agent-${index}` }));
    const error = await refusal(crewOf(storage, many).ada.broadcast({ title: 'T', message: 'M' }));
    expect(error).toMatchObject({ code: 'limit_exceeded', data: { field: 'to' } });
    const most = await crewOf(storage, many.slice(0, 1_000)).ada.broadcast({ title: 'T', message: 'M' });
    expect(most.deliveries).toHaveLength(1_000);
  });
});

describe('mentions', () => {
  test.each([
    ['@Bob, look', ['@Bob']],
    ['(@Bob) and @Cleo.', ['@Bob', '@Cleo']],
    ['@Bob-2 @bob_3', ['@Bob-2', '@bob_3']],
    ['@"Eve the 2nd" now', ['@Eve the 2nd']],
    ['@Ünï and @日本', ['@Ünï', '@日本']],
    ['@Bob @Bob', ['@Bob']],
    ['mail bob@example.org', []],
    ['npm i @types/node and @agentcoord/core', []],
    ['use @Injectable() here', []],
    ['import @a.b/c and @a-b(c)', []],
    ['@Bob... @Cleo-', ['@Bob', '@Cleo']],
    ['`@Bob` and ```\n@Cleo\n``` are code', []],
    ['a lone @ and @ Bob', []],
    ['', []],
  ])('in %j are %j', (text, found) => {
    expect(mentionsIn(text).map(({ recipient }) => recipient)).toEqual(found);
  });

  test.each(['@', '@"', '`', '```', '@a.', '@a@'])(
    'take no longer than the length of %j repeated allows',
    (part) => {
      expect(mentionsIn(part.repeat(200_000)).length).toBeLessThanOrEqual(100);
    },
  );
});
