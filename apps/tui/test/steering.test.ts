import { CoordinationClient } from '@agentcoord/client';
import { expect, test } from 'vitest';
import { soon } from './support/soon.js';
import { World } from './support/world.js';

async function joined(world: World, name: string, more: object = {}): Promise<CoordinationClient> {
  const { storage } = world.client;
  const agent = await CoordinationClient.session({ storage, name, environment: {}, ...more });
  await soon(() => expect(world.model.agents.get(name)).toBeDefined());
  return agent;
}

const messageOf = (world: World) => world.controller.message;

test('s asks how many workers of what kind, and says who was started', async () => {
  await using world = await World.open();
  world.press('s');
  expect(world.draw().toString()).toContain('Start workers');
  world.press('<backspace>3\tcrew\tbackend, api\t<right>');
  expect(world.draw().toString()).toContain('\u2039 model \u203a');
  world.press('\ta\tsonnet\t5\to\t<C-s>');
  expect(world.asked).toEqual([
    {
      count: 3,
      name: 'crew',
      tags: ['backend', 'api'],
      engines: ['llm'],
      provider: 'anthropic',
      model: 'sonnet',
      maxTasks: 5,
      restart: 'on-failure',
      mode: 'subprocess',
    },
  ]);
  await soon(() => expect(messageOf(world)).toMatchObject({ tone: 'good' }));
  expect(messageOf(world)?.text).toBe('Started worker-1, worker-2, worker-3.');
});

test('what is wrong in the form is said at its field, and nobody is started', async () => {
  await using world = await World.open();
  world.press('s<backspace>0<C-s>');
  expect(world.draw().toString()).toContain('A whole number from 1 to 100.');
  world.press('<backspace>2\t\t\t\t\t\tmany<C-s>');
  expect(world.draw().toString()).toContain('A whole number from 1 to 1000000.');
  world.press('\u001b');
  expect(messageOf(world)?.text).toBe('Nobody was started.');
  expect(world.asked).toEqual([]);
});

test('a form whose sending failed comes back as it was filled in, with what went wrong', async () => {
  await using world = await World.open();
  world.press('s\ttaken<C-s>');
  await soon(() => expect(messageOf(world)?.tone).toBe('bad'));
  const frame = world.draw().toString();
  expect(frame).toContain('There is a worker of this name already.');
  expect(frame).toContain('Name         taken');
});

test('S begins with the pool of the selected worker; stopping at once asks first', async () => {
  await using world = await World.open();
  await using _worker = await joined(world, 'w-1', { kind: 'worker', tags: ['api'] });
  await soon(() => expect(world.controller.items('agents')).toHaveLength(1));
  world.press('1S');
  const frame = world.draw().toString();
  expect(frame).toContain('Scale workers');
  expect(frame).toMatch(/Tags +api/);
  expect(frame).toMatch(/How many +1/);
  world.press('<backspace>0\t\ts<C-s>');
  expect(world.draw().toString()).toContain('Stop at once all but 0 of these workers?');
  world.press('n');
  expect(world.asked).toEqual([]);
  world.press('S<backspace>0\t\ts<C-s>y');
  expect(world.asked).toMatchObject([{ count: 0, tags: ['api'], now: true }]);
  await soon(() => expect(messageOf(world)?.text).toContain('these leave (stopped): worker-1'));
});

test('r on the board replies in the thread, also out of its detail', async () => {
  await using world = await World.open();
  const { thread } = await world.client.postThread({ title: 'Kickoff', message: 'Who begins?' });
  await soon(() => expect(world.controller.items('board')).toHaveLength(1));
  world.press('6rI do\r');
  await soon(() => expect(messageOf(world)?.text).toContain('Replied in "Kickoff"'));
  world.press('5r\r');
  expect(messageOf(world)?.text).toContain('Nothing was sent');
  world.press('rAnd I follow\r');
  await soon(async () => {
    const { posts } = await world.client.board.show(thread);
    expect(posts.map(({ author, message }) => `${author}: ${message}`)).toEqual([
      expect.stringContaining('Who begins?'),
      'operator: I do',
      'operator: And I follow',
    ]);
  });
  await soon(() => expect(world.draw({ height: 45 }).toString()).toContain('And I follow'));
});

test('m reaches whoever stands behind what is selected: an agent, the worker of a task, the holder of a lock', async () => {
  await using world = await World.open();
  await using ada = await joined(world, 'Ada');
  await world.client.addTask({ title: 'Build it' });
  world.press('2m');
  expect(messageOf(world)?.text).toContain('Nobody stands behind');
  await using _task = await ada.claimTask();
  await using _lock = await ada.lockFile('src/a.ts');
  await soon(() => expect(world.model.tasks.counts.claimed).toBe(1));
  await soon(() => expect(world.controller.items('locks')).toHaveLength(1));
  for (const [pane, text] of [
    ['1', 'Hurry up'],
    ['2', 'Mind the tests'],
    ['3', 'Let go of it'],
  ] as const) {
    world.press(`${pane}m`);
    expect(world.draw().toString()).toContain('To Ada');
    world.press(`${text}\r`);
    await soon(() => expect(messageOf(world)?.text).toBe('Sent to Ada.'));
  }
  const { messages } = await ada.inbox();
  expect(messages.map(({ message }) => message)).toEqual(['Hurry up', 'Mind the tests', 'Let go of it']);
});

test('a message to somebody who has gone is told as not sent', async () => {
  await using world = await World.open();
  const ada = await joined(world, 'Ada');
  await ada.close();
  world.press(':message Ada are you there\r');
  await soon(() => expect(messageOf(world)).toMatchObject({ tone: 'bad' }));
  expect(messageOf(world)?.text).toContain('Ada will not get it');
});

test('the command line starts, scales, replies and messages as the keys do', async () => {
  await using world = await World.open();
  await using ada = await joined(world, 'Ada');
  const { thread } = await world.client.postThread({ title: 'Kickoff', message: 'Who begins?' });
  await soon(() => expect(world.controller.items('board')).toHaveLength(1));
  world.press(`:rep\t${thread} I do\r`);
  await soon(() => expect(messageOf(world)?.text).toContain('Replied'));
  world.press(':mess\tAda hello there\r');
  await soon(() => expect(messageOf(world)?.text).toBe('Sent to Ada.'));
  expect((await ada.inbox()).messages.at(-1)?.message).toBe('hello there');
  world.press(':spawn 4<C-a><C-e>\r');
  expect(world.draw().toString()).toMatch(/How many +4/);
  world.press('\u001b:scale some\r');
  expect(messageOf(world)?.text).toContain('no number of workers');
  world.press(':scale 7\r');
  expect(world.draw().toString()).toMatch(/How many +7/);
});

test('a dashboard that only looks sends and starts nothing', async () => {
  await using world = await World.open({ isReadOnly: true });
  await world.client.postThread({ title: 'Kickoff', message: 'Who begins?' });
  await soon(() => expect(world.controller.items('board')).toHaveLength(1));
  for (const keys of ['s', 'S', '1m', '6r', ':spawn 2\r', ':scale 2\r', ':message Ada hi\r']) {
    world.press(keys);
    expect(world.controller.overlay, keys).toBeUndefined();
    expect(messageOf(world)?.tone, keys).toBe('bad');
  }
  expect(world.asked).toEqual([]);
});
