import { describe, expect, test } from 'vitest';
import { encodeEnvelope, okEnvelope } from '../src/output/envelope.js';
import { withIsoTimes } from '../src/output/iso-times.js';
import { describeLogLine } from '../src/output/log-text.js';
import { createPaint } from '../src/output/paint.js';
import { plain } from '../src/output/plain.js';
import { renderTable } from '../src/output/table.js';

const hostile = 'a\u001b[31m\u0007\u202eb\u009b\u2066';
const same = (text: string): string => text;

describe('times', () => {
  test('are ISO 8601 in every field that holds one, however deep', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
    expect(withIsoTimes({ createdAt: at, list: [{ at, leaseMs: at }], dueAt: undefined })).toEqual({
      createdAt: '2026-01-02T03:04:05.006Z',
      list: [{ at: '2026-01-02T03:04:05.006Z', leaseMs: at }],
      dueAt: undefined,
    });
  });

  test('of the users stay as they stored them', () => {
    const task = { payload: { at: 5, createdAt: 6 }, result: { endedAt: 7 } };
    expect(withIsoTimes(task)).toEqual(task);
  });

  test('beyond what a date can hold stay numbers', () => {
    expect(withIsoTimes({ at: 9e15 })).toEqual({ at: '9000000000000000' });
  });
});

test('an envelope is ASCII, and says exactly what was stored', () => {
  const line = encodeEnvelope(okEnvelope('tasks show', { title: `${hostile}é` }));
  expect(line).toMatch(/^[\u0020-\u007e]*$/);
  expect(JSON.parse(line).data.title).toBe(`${hostile}é`);
});

test('control bytes of data reach neither a line nor a table', async () => {
  expect(plain`[${hostile}]`).toBe('[ab]');
  const table = await renderTable(
    [{ name: `${hostile}\nnext` }],
    [{ title: 'NAME', cell: (row) => row.name }],
    same,
  );
  expect(table).toBe('NAME\nab next');
});

test('columns are aligned by what they take on the screen', async () => {
  const rows = [
    { name: '日本', count: 5 },
    { name: 'abc', count: 12 },
  ];
  const table = await renderTable(
    rows,
    [
      { title: 'N', cell: (row) => row.name },
      { title: 'COUNT', cell: (row) => row.count, align: 'right' },
      { title: 'END', cell: () => 'x' },
    ],
    same,
  );
  expect(table).toBe(['N     COUNT  END', '日本      5  x', 'abc      12  x'].join('\n'));
});

test('long cells are cut with an ellipsis', async () => {
  const table = await renderTable(['abcdef'], [{ title: 'T', cell: same, maxWidth: 4 }], same);
  expect(table.split('\n')[1]).toBe('abc…');
});

describe('colours', () => {
  test('are on for a terminal', () => {
    expect(createPaint({ isTTY: true }, {}).bad('x')).toBe('\u001b[31mx\u001b[39m');
  });

  test.each([
    ['there is no terminal', false, {}],
    ['NO_COLOR is set', true, { NO_COLOR: '1' }],
    ['the terminal is dumb', true, { TERM: 'dumb' }],
  ])('are off where %s', (_why, isTTY, environment) => {
    expect(createPaint({ isTTY }, environment).bad('x')).toBe('x');
  });
});

describe('a line of a log', () => {
  const paint = createPaint({ isTTY: false }, {});
  const line = { time: '2026-01-02T03:04:05.678Z', level: 'info', agent: 'W-1', message: 'task done' };

  test('that a worker wrote says when, how bad, what, and then what belongs to it', () => {
    const written = JSON.stringify({ ...line, taskId: 'task_1', files: 2, title: 'two words' });
    expect(describeLogLine(written, paint)).toBe(
      '2026-01-02T03:04:05.678Z info  task done  taskId=task_1 files=2 title="two words"',
    );
  });

  test.each(['plain words', '{"half', '[1]', '{"level":"info"}', 'null'])(
    'else stays as it is: %s',
    (text) => {
      expect(describeLogLine(text, paint)).toBe(text);
    },
  );

  test('never brings a control byte to the screen', () => {
    const written = JSON.stringify({ ...line, message: hostile, title: hostile });
    expect(describeLogLine(written, paint)).toMatch(/^[\u0020-\u007e]*$/);
    expect(describeLogLine(hostile, paint)).toBe('ab');
  });
});
