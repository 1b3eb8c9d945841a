import { CoordinationClient } from '@agentcoord/client';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { harmful } from '../../../packages/core/test/support/harmful-characters.js';
import { TERMINAL_PAYLOADS } from '../../../packages/core/test/support/terminal-payloads.js';
import { columnsOf, glyphsOf } from '../src/view/cells.js';
import { fit, wrap } from '../src/view/line.js';
import { soon } from './support/soon.js';
import { WIDTH_ATTACKS } from './support/width-attacks.js';
import { World } from './support/world.js';

const SIZES = [
  [200, 60],
  [120, 30],
  [119, 30],
  [80, 24],
  [60, 16],
] as const;

async function fullWorld(): Promise<World> {
  const world = await World.open();
  const { client } = world;
  const tasks = Array.from({ length: 30 }, (_, index) => ({
    title: `Task ${index}`,
    description: 'In full',
    tags: ['backend'],
    priority: 1 + (index % 5),
  }));
  await client.addTasks(tasks);
  await client.postThread({ title: 'Kickoff', message: 'go', priority: 'high' });
  await client.logDecision({ type: 'deployment', context: 'v2', reason: 'Tests pass' });
  await soon(() => expect([world.model.tasks.size, world.model.audit.length]).toEqual([30, 1]));
  return world;
}

/** Every row has the whole width, and the boxes of a row that has any are closed. */
function expectWhole(frame: { rows: ReadonlyArray<ReadonlyArray<{ text: string }>> }, width: number): void {
  for (const row of frame.rows) {
    const text = row.map((cell) => cell.text).join('');
    expect(stringWidth(text), text).toBe(width);
    expect(harmful(text)).toEqual([]);
  }
}

describe.each(SIZES)('at %i×%i', (width, height) => {
  test('every pane fills its place, zoomed or not', async () => {
    await using world = await fullWorld();
    for (const key of '12345678') {
      world.press(key);
      for (const zoom of ['z', 'z']) {
        const frame = world.draw({ width, height });
        expectWhole(frame, width);
        expect(frame.rows).toHaveLength(height);
        world.press(zoom);
      }
    }
  });

  test('help, problems, the form and a question lie over it whole', async () => {
    await using world = await fullWorld();
    for (const keys of ['?', 'p', 'n', '2x', ':the', '/task']) {
      world.press(keys);
      expectWhole(world.draw({ width, height }), width);
      world.press('\u001b');
    }
  });
});

test('all panes are there from 120×30, one list and the detail from 60×16', async () => {
  await using world = await fullWorld();
  const wide = world.draw({ width: 120, height: 30 }).toString();
  for (const title of [
    '1 Agents',
    '2 Tasks',
    '3 Locks',
    '4 Approvals',
    '5 Detail',
    '6 Board',
    '7 Audit',
    '8 Logs',
  ])
    expect(wide).toContain(title);
  const narrow = world.draw({ width: 60, height: 16 }).toString();
  expect(narrow).toContain('╭─ 2 Tasks');
  expect(narrow).toContain('╭─ 5 Detail');
  expect(narrow).not.toContain('╭─ 3 Locks');
});

test('a window that is too small says what is there and what is needed', async () => {
  await using world = await fullWorld();
  const frame = world.draw({ width: 50, height: 12 }).toString();
  expect(frame).toContain('This window has 50×12.');
  expect(frame).toContain('The dashboard needs 60×16.');
  expect(frame).toContain('30 ready');
  for (const [width, height] of [
    [20, 3],
    [5, 2],
    [1, 1],
  ] as const)
    expectWhole(world.draw({ width, height }), width);
});

test('text of anybody leaves the frame whole, in every pane and at every size', async () => {
  await using world = await World.open();
  const { client } = world;
  const { storage } = client;
  const attacks = [...TERMINAL_PAYLOADS.map(({ text }) => text), ...WIDTH_ATTACKS];
  expect(attacks.length).toBeGreaterThan(200);
  await client.addTasks(attacks.map((text) => ({ title: titleOf(text), description: text })));
  await using ada = await CoordinationClient.session({
    storage,
    name: 'Ada',
    workingOn: attacks.join('').slice(0, 490),
    environment: {},
  });
  await ada.lockFile('src/a.ts', { intent: attacks.slice(-20).join(' ').slice(0, 190) });
  await ada.approvals.request({ action: 'deploy', description: attacks.join(' ').slice(0, 1_900) });
  for (const text of WIDTH_ATTACKS) await client.postThread({ title: titleOf(text), message: text });
  await client.logDecision({ type: 'odd', context: attacks.join(' ').slice(0, 900) });
  await soon(() => expect(world.model.tasks.size).toBe(attacks.length));
  await soon(() => expect(world.model.threads.length).toBe(WIDTH_ATTACKS.length));
  for (const [width, height, pages] of [
    [160, 90, 8],
    [60, 16, 8],
  ] as const) {
    for (const key of '12345678') {
      world.press(`${key}g`);
      for (let page = 0; page < pages; page += 1) {
        expectWhole(world.draw({ width, height }), width);
        world.press('<pagedown>');
      }
    }
  }
});

/** The queue takes no title of several lines; everything else it takes as it is. */
function titleOf(text: string): string {
  return `T${text.replace(/[\n\r\v\f\u0085\u2028\u2029]/g, '')}`.slice(0, 200);
}

test('what lies over wide characters cuts none of them in half', async () => {
  await using world = await World.open();
  const titles = Array.from({ length: 40 }, (_, index) => ({
    title: `${'x'.repeat(index % 3)}${'漢'.repeat(60)}`,
  }));
  await world.client.addTasks(titles);
  await soon(() => expect(world.model.tasks.size).toBe(40));
  world.press('z');
  for (const keys of ['?', 'n', 'x', 'p']) {
    world.press(keys);
    for (const width of [60, 61, 90, 101, 102, 103, 120])
      expectWhole(world.draw({ width, height: 30 }), width);
    world.press('\u001b');
  }
});

test('a cell counts as every terminal counts it', () => {
  for (const text of WIDTH_ATTACKS) {
    const glyphs = glyphsOf(text);
    for (const { text: shown, width } of glyphs) expect(stringWidth(shown), shown).toBe(width);
    expect(columnsOf(fit(text, 9))).toBe(9);
    for (const line of wrap(text, 7)) expect(columnsOf(line)).toBeLessThanOrEqual(7);
  }
  expect(fit('日本語', 4)).toBe('日… ');
  expect(fit('🚀 go', 6)).toBe('▫ go  ');
  expect(fit('café', 6)).toBe('café  ');
});

test('a C locale gets nothing but ASCII', async () => {
  await using world = await fullWorld();
  await world.client.addTask({ title: '日本語 ünïcode 🚀', priority: 5 });
  await soon(() => expect(world.model.tasks.size).toBe(31));
  world.press('1');
  for (const key of '12345678?') {
    world.press(key);
    expect(world.draw({ ascii: true }).toString()).toMatch(/^[\x20-\x7e\n]*$/);
  }
});
