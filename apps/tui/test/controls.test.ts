import { CoordinationClient } from '@agentcoord/client';
import { expect, test } from 'vitest';
import { soon } from './support/soon.js';
import { World } from './support/world.js';

async function worldOf(titles: readonly string[]): Promise<World> {
  const world = await World.open();
  if (titles.length > 0) await world.client.addTasks(titles.map((title) => ({ title, maxAttempts: 1 })));
  await soon(() => expect(world.model.tasks.size).toBe(titles.length));
  return world;
}

const selectedTitle = (world: World): string =>
  (world.controller.selected('tasks') as { title: string }).title;

test('numbers, Tab and Shift-Tab go from pane to pane; of the tabs only the open one is in the round', async () => {
  await using world = await worldOf([]);
  const { controller } = world;
  const seen = [...'12345678'].map((key) => {
    world.press(key);
    return controller.focus;
  });
  expect(seen).toEqual(['agents', 'tasks', 'locks', 'approvals', 'detail', 'board', 'audit', 'logs']);
  world.press('\t');
  expect(controller.focus).toBe('agents');
  world.press('<S-tab>');
  expect(controller.focus).toBe('logs');
  world.press('[');
  expect([controller.focus, controller.tab]).toEqual(['audit', 'audit']);
  world.press('2]]');
  expect([controller.focus, controller.tab]).toEqual(['tasks', 'board']);
});

test('j k g G, half pages and the ends move the selection and never leave the list', async () => {
  await using world = await worldOf(Array.from({ length: 30 }, (_, index) => `T${index}`));
  world.draw();
  const after = (keys: string): string => {
    world.press(keys);
    return selectedTitle(world);
  };
  expect(after('j')).toBe('T1');
  expect(after('kk')).toBe('T0');
  expect(after('G')).toBe('T29');
  expect(after('j')).toBe('T29');
  expect(after('g')).toBe('T0');
  expect(after('<C-d>')).toBe('T4');
  expect(after('<C-u>')).toBe('T0');
  expect(after('<pagedown>')).toBe('T8');
  world.draw();
  expect(after('<end>')).toBe('T29');
  expect(world.draw().toString()).toContain('T29');
});

test('the selection stays with its task when the list changes around it', async () => {
  await using world = await worldOf(['A', 'B', 'C']);
  world.press('jj');
  await world.client.addTask({ title: 'Urgent', priority: 5 });
  await soon(() => expect(world.model.tasks.size).toBe(4));
  expect(selectedTitle(world)).toBe('C');
});

test('Enter goes into the detail, Esc back out of detail, zoom and filter, one at a time', async () => {
  await using world = await worldOf(['Alpha', 'Beta']);
  const { controller } = world;
  world.press('/alp\r\rz');
  expect([controller.focus, controller.isZoomed]).toEqual(['detail', true]);
  world.press('\u001b');
  expect([controller.focus, controller.isZoomed]).toEqual(['detail', false]);
  world.press('\u001b');
  expect([controller.focus, controller.states.tasks.filter]).toEqual(['tasks', 'alp']);
  world.press('\u001b');
  expect(controller.states.tasks.filter).toBe('');
});

test('a filter works while it is typed, and Esc brings the one before back', async () => {
  await using world = await worldOf(['Alpha', 'Beta', 'Alphabet']);
  world.press('/alpha');
  expect(world.controller.items('tasks')).toHaveLength(2);
  world.press(' !bet\r');
  expect(world.controller.items('tasks')).toHaveLength(1);
  world.press('/<C-u>beta\u001b');
  expect(world.controller.states.tasks.filter).toBe('alpha !bet');
});

test('letters do nothing but type inside a text field', async () => {
  await using world = await worldOf(['Alpha']);
  world.press('/qzxKp?12');
  expect(world.hasQuit).toBe(false);
  expect(world.controller.overlay).toMatchObject({ kind: 'prompt' });
  expect(world.controller.states.tasks.filter).toBe('qzxKp?12');
  world.press('\u001bnqx');
  expect(world.hasQuit).toBe(false);
  expect(world.draw().toString()).toContain('Title        qx');
});

test('the form says what is wrong with which field, and adds a task that is right', async () => {
  await using world = await worldOf([]);
  world.press('n');
  world.press('<C-s>');
  expect(world.draw().toString()).toContain('A task needs a title.');
  world.press('Mend the roof\tBefore it rains\t<backspace>9<C-s>');
  expect(world.draw().toString()).toContain('A whole number from 1 to 5.');
  world.press('<backspace>5\tbackend, roof\t\t\r');
  await soon(() => expect(world.model.tasks.size).toBe(1));
  const { tasks } = await world.client.queue.list();
  expect(tasks).toMatchObject([
    { title: 'Mend the roof', description: 'Before it rains', priority: 5, tags: ['backend', 'roof'] },
  ]);
  await soon(() => expect(world.controller.message).toMatchObject({ tone: 'good' }));
});

test('what destroys asks, and everything but y is a no', async () => {
  await using world = await worldOf(['Alpha']);
  const [{ id } = { id: '' }] = (await world.client.queue.list()).tasks;
  for (const no of ['\r', 'n', '\u001b', ' ', 'x']) {
    world.press('2x');
    expect(world.draw().toString()).toContain('Cancel "Alpha"?');
    world.press(no);
    expect(world.controller.overlay).toBeUndefined();
  }
  expect((await world.client.queue.get(id))?.state).toBe('ready');
  world.press('xy');
  await soon(() => expect(world.model.tasks.get(id)?.state).toBe('cancelled'));
  world.press('r');
  await soon(() => expect(world.model.tasks.get(id)?.state).toBe('ready'));
});

test('approves and denies with a reason; Esc decides nothing', async () => {
  await using world = await worldOf([]);
  const { storage } = world.client;
  await using ada = await CoordinationClient.session({ storage, name: 'Ada', environment: {} });
  const first = await ada.approvals.request({ action: 'deploy' });
  await soon(() => expect(world.model.approvals.get(first.id)).toBeDefined());
  world.press('4a\u001b');
  expect(world.controller.message?.text).toBe('Nothing was decided.');
  world.press('dnot on Friday\r');
  await soon(() =>
    expect(world.model.approvals.get(first.id)).toMatchObject({
      status: 'rejected',
      reason: 'not on Friday',
    }),
  );
  const second = await ada.approvals.request({ action: 'release' });
  await soon(() => expect(world.model.approvals.get(second.id)).toBeDefined());
  world.press('ga\r');
  await soon(() => expect(world.model.approvals.get(second.id)?.status).toBe('approved'));
  world.press('ga');
  expect(world.controller.message?.text).toContain('Nothing to decide');
});

test('nothing is done to the neighbour of what was looked at and has gone', async () => {
  await using world = await worldOf([]);
  const { storage } = world.client;
  await using ada = await CoordinationClient.session({ storage, name: 'Ada', environment: {} });
  const [first, second] = [
    await ada.approvals.request({ action: 'deploy' }),
    await ada.approvals.request({ action: 'deploy' }),
  ];
  await soon(() => expect(world.model.approvals.get(second.id)).toBeDefined());
  world.press('4');
  world.draw();
  const looked = world.controller.selected('approvals') as { id: string };
  // As a snapshot leaves out what has been decided.
  world.model.approvals.reset([looked.id === first.id ? second : first]);
  world.press('a');
  expect(world.controller.message?.text).toContain('What was selected is gone');
  expect(world.controller.overlay).toBeUndefined();
  world.press('a');
  expect(world.controller.overlay).toMatchObject({ kind: 'prompt' });
});

test('a word that several rows end in names none of them', async () => {
  await using world = await worldOf([]);
  const { storage } = world.client;
  await using _one = await CoordinationClient.session({ storage, name: 'w-11', environment: {} });
  await using _other = await CoordinationClient.session({ storage, name: 'w-21', environment: {} });
  await soon(() => expect(world.controller.items('agents')).toHaveLength(2));
  world.press(':kill 1\r');
  expect(world.controller.message?.text).toContain('2 of the agents end in "1"');
  expect(world.controller.overlay).toBeUndefined();
});

test('takes a lock away from its holder, who is told', async () => {
  await using world = await worldOf([]);
  const { storage } = world.client;
  await using ada = await CoordinationClient.session({ storage, name: 'Ada', environment: {} });
  const lock = await ada.lockFile('src/a.ts');
  await soon(() => expect(world.draw().toString()).toContain('src/a.ts'));
  world.press('3u');
  expect(world.draw().toString()).toContain('Take src/a.ts away from Ada?');
  world.press('y');
  await soon(() => expect(lock.signal.aborted).toBe(true));
  await soon(() => expect(world.controller.message?.text).toContain('Took src/a.ts away'));
});

test('asks an agent to stop that no spawner started', async () => {
  await using world = await worldOf([]);
  const { storage } = world.client;
  await using ada = await CoordinationClient.session({ storage, name: 'Ada', environment: {} });
  await soon(() => expect(world.draw().toString()).toContain('Ada'));
  world.press('1Ky');
  await soon(() => expect(world.controller.message?.text).toContain('Ada was asked to stop'));
  expect((await ada.registry.get('Ada'))?.stop).toMatchObject({ by: 'operator' });
});

test('a refusal is told at the foot of the screen, with what to do', async () => {
  await using world = await worldOf([]);
  const own = await world.client.approvals.request({ action: 'deploy' });
  await soon(() => expect(world.model.approvals.get(own.id)).toBeDefined());
  world.press('4a\r');
  await soon(() => expect(world.controller.message?.tone).toBe('bad'));
  expect(world.model.approvals.get(own.id)?.status).toBe('pending');
});

test('a dashboard that only looks changes nothing', async () => {
  await using world = await World.open({ isReadOnly: true });
  await world.client.addTask({ title: 'Alpha' });
  await soon(() => expect(world.model.tasks.size).toBe(1));
  for (const keys of ['n', '2x', ':cancel\r', ':new X\r']) {
    world.press(keys);
    expect(world.controller.message?.text ?? '', keys).toContain('only looks');
    expect(world.controller.overlay).toBeUndefined();
  }
  expect((await world.client.queue.stats()).counts).toMatchObject({ ready: 1, cancelled: 0 });
});

test('the command line completes, runs what is named, and says what it does not know', async () => {
  await using world = await worldOf(['Alpha', 'Beta']);
  const { controller } = world;
  world.press(':the\tmo\t\r');
  expect(controller.theme).toBe('mono');
  world.press(':appr\t');
  expect(world.draw().toString()).toMatch(/:approv/);
  world.press('\u001b:frobnicate\r');
  expect(controller.message).toMatchObject({
    tone: 'bad',
    text: expect.stringContaining('no command "frobnicate"'),
  });
  const beta = (await world.client.queue.list()).tasks.find(({ title }) => title === 'Beta');
  world.press(`:cancel ${beta?.id}\ry`);
  await soon(() => expect(world.model.tasks.get(beta?.id ?? '')?.state).toBe('cancelled'));
  world.press(':filter state:ready\r');
  expect(controller.items('tasks')).toHaveLength(1);
  world.press(':sort newest\r:q\r');
  expect(world.hasQuit).toBe(true);
});

test('o sorts otherwise and says by what', async () => {
  await using world = await worldOf(['A', 'B']);
  world.press('o');
  expect(world.controller.message?.text).toBe('Tasks sorted by newest.');
  expect(selectedTitle(world)).toBe('B');
});

test('p shows what waits for a person, and Enter goes there', async () => {
  await using world = await worldOf(['Broken', 'Fine']);
  const task = await world.client.claimTask();
  await task?.fail(new Error('no disk'));
  await soon(() => expect(world.model.tasks.counts.failed).toBe(1));
  world.press('3p');
  const frame = world.draw().toString();
  expect(frame).toContain('dead letter');
  expect(frame).toContain('Broken: no disk (1 attempt)');
  world.press('\r');
  expect([world.controller.focus, selectedTitle(world)]).toEqual(['tasks', 'Broken']);
});

test('y copies the id of what is selected', async () => {
  await using world = await worldOf(['A']);
  world.press('y');
  expect(world.copied).toEqual([(await world.client.queue.list()).tasks[0]?.id]);
});

test('help shows the keys of the pane one is in', async () => {
  await using world = await worldOf([]);
  world.press('4?');
  expect(world.draw().toString()).toContain('approve, with a reason');
  world.press('q');
  expect(world.hasQuit, 'the first key only closes the help').toBe(false);
  world.press('q');
  expect(world.hasQuit).toBe(true);
});
