import { expect, test } from 'vitest';
import { refusal } from './support/refusals.js';
import { onEveryStore } from './support/stores.js';
import { DEPLOY, World } from './support/world.js';

onEveryStore('asking', (place) => {
  const world = async (): Promise<World> => new World(await (await place()).open());

  test('stores what exactly is asked, its hash, who asks and until when', async () => {
    const { ada, operator } = await world();
    const asked = await ada.request({ ...DEPLOY, timeout: '10m', approvers: ['operator', 'CTO'] });
    expect(asked).toMatchObject({
      ...DEPLOY,
      status: 'pending',
      requestedBy: 'Ada',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      quorum: 1,
      approvers: ['CTO', 'operator'],
      votes: [],
      warnings: [],
    });
    expect(asked.expiresAt - asked.requestedAt).toBe(600_000);
    expect(await operator.get(asked.id)).toEqual(asked);
    expect(await operator.list({ pending: true })).toEqual([asked]);
  });

  test('the hash is of the normalised action: order of keys and Unicode form do not matter, all else does', async () => {
    const { ada } = await world();
    const hashOf = async (more: object): Promise<string> => (await ada.request({ ...DEPLOY, ...more })).hash;
    const hash = await hashOf({ description: 'Löschen', details: { a: 1, b: { c: 'ü', d: null } } });
    expect(
      await hashOf({
        description: 'Löschen'.normalize('NFD'),
        details: { b: { d: null, c: 'ü'.normalize('NFD') }, a: 1 },
      }),
    ).toBe(hash);
    for (const other of [
      { description: 'Löschen' },
      { description: 'Löschen', details: { a: '1', b: { c: 'ü', d: null } } },
      { description: 'Löschen', details: { a: 1, b: { c: 'ü' } } },
      { description: 'Löschen ', details: { a: 1, b: { c: 'ü', d: null } } },
      { description: 'Löschen', details: { a: 1, b: { c: 'ü', d: null } }, tags: ['x'] },
      { description: 'Löschen', details: { a: 1, b: { c: 'ü', d: null } }, action: 'deploy' },
    ])
      expect(await hashOf(other)).not.toBe(hash);
  });

  test('asking again with the same id goes on with the same request, also in the next life', async () => {
    const project = await world();
    const first = await project.ada.request({ ...DEPLOY, id: 'deploy-2.0' });
    expect(await project.ada.request({ ...DEPLOY, id: 'deploy-2.0', timeout: '1h' })).toEqual(first);
    await project.operator.approve('deploy-2.0');
    const nextLife = project.as({ actor: 'Ada#agent_2' });
    expect(await nextLife.request({ ...DEPLOY, id: 'deploy-2.0' })).toMatchObject({ status: 'approved' });
  });

  test('an id that names another request is refused', async () => {
    const { ada, operator } = await world();
    await ada.request({ ...DEPLOY, id: 'deploy-2.0' });
    const other = { ...DEPLOY, details: { version: '3.0' }, id: 'deploy-2.0' };
    expect(await refusal(ada.request(other))).toMatchObject({ code: 'already_exists' });
    expect(await refusal(operator.request({ ...DEPLOY, id: 'deploy-2.0' }))).toMatchObject({
      code: 'already_exists',
    });
  });
});

onEveryStore('wrong input', (place) => {
  test.each([
    ['no action', { action: '' }, 'invalid_argument', 'action'],
    ['an action of two lines', { action: 'deploy\nrm' }, 'invalid_argument', 'action'],
    ['an action that hides something', { action: 'deploy\u202eyolp' }, 'invalid_argument', 'action'],
    ['a bad duration', { timeout: 'soon' }, 'invalid_argument', 'timeout'],
    ['no time at all', { timeout: 0 }, 'invalid_argument', 'timeout'],
    ['an endless duration', { timeout: '400d' }, 'invalid_argument', 'timeout'],
    ['1 MiB of description', { description: 'x'.repeat(1_048_576) }, 'too_large', 'description'],
    ['1 MiB of details', { details: { text: 'x'.repeat(1_048_576) } }, 'too_large', 'details'],
    [
      'details that are no JSON',
      { details: { when: new Date() as never } },
      'invalid_argument',
      'details.when',
    ],
    ['a quorum of nobody', { quorum: 0 }, 'invalid_argument', 'quorum'],
    ['fewer approvers than the quorum', { quorum: 2, approvers: ['a'] }, 'invalid_argument', 'approvers'],
    ['an id that is none', { id: '../x' }, 'invalid_argument', 'id'],
  ])('%s is refused, naming the field, and nothing is stored', async (_what, wrong, code, field) => {
    const world = new World(await (await place()).open());
    const asked = (async () => world.ask(wrong))();
    expect(await refusal(asked)).toMatchObject({ code, data: { field } });
    expect(await world.operator.list()).toEqual([]);
  });
});
