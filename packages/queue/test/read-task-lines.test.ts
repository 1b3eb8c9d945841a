import { Readable } from 'node:stream';
import { AgentCoordError } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { type LineSource, readTaskLines } from '../src/index.js';

const refusal = async (source: LineSource): Promise<AgentCoordError> => {
  const error: unknown = await readTaskLines(source).catch((thrown: unknown) => thrown);
  if (!AgentCoordError.is(error)) throw new Error('It was not refused.', { cause: error });
  return error;
};

const lines = (...tasks: unknown[]): string => tasks.map((task) => JSON.stringify(task)).join('\n');

test('reads one task a line, with byte order mark, both line ends, blank lines and no end of line at the end', async () => {
  const text = '\ufeff{"title":"one"}\r\n\r\n  \n{"title":"two","priority":5}\n{"title":"three"}';
  expect(await readTaskLines(text)).toEqual([
    { title: 'one' },
    { title: 'two', priority: 5 },
    { title: 'three' },
  ]);
});

test('reads the same tasks from a stream that is cut inside a character', async () => {
  const bytes = Buffer.from(`\ufeff${lines({ title: 'größer 🧭' }, { title: 'zwei' })}\n`);
  const tasks = await readTaskLines(Readable.from([...bytes].map((byte) => Buffer.of(byte))));
  expect(tasks).toEqual([{ title: 'größer 🧭' }, { title: 'zwei' }]);
});

test('names the line and the field of a wrong value', async () => {
  const text = `${lines(...Array.from({ length: 16 }, (_, index) => ({ title: `task ${index}` })))}\n{"title":"bad","priority":9}`;
  expect((await refusal(text)).message).toBe('line 17: priority must be a whole number from 1 to 5; got 9.');
});

test.each([
  ['broken JSON', '{"title":"one"}\n{"title":', /^line 2: not valid JSON \(/],
  ['something that is no object', '["title"]', /^line 1 must be one JSON object/],
  ['a field given twice', '\n{"title":"one","title":"two"}', /^line 2: the field "title" is given twice/],
  [
    'a field given twice inside the payload',
    '{"title":"a","payload":{"list":[{"x":1,"x":2}]}}',
    /"payload\.list\.x"/,
  ],
  [
    'a field no task has',
    '{"title":"one","prio":5}',
    /^line 1: prio must be left out: a task has no such field/,
  ],
  ['an empty title', '{"title":"one"}\n\n{"title":" "}', /^line 3: title must be text that is not empty/],
  ['tags that are not text', '{"title":"one","tags":[7]}', /^line 1: tags\[0\] must be a label/],
  ['a delay that is none', '{"title":"one","delay":"soon"}', /^line 1: delay must be milliseconds/],
  ['a comment', '# tasks\n{"title":"one"}', /^line 1: not valid JSON/],
  ['no task at all', '\n \r\n', /There is no task in the file/],
  [
    'one id twice',
    '{"title":"a","id":"T-1"}\n{"title":"b","id":"T-1"}',
    /^line 2: id must be different from the id and the key of line 1/,
  ],
  [
    'one key twice',
    '{"title":"a","key":"k"}\n{"title":"b","key":"k"}',
    /^line 2: key must be different .* of line 1/,
  ],
])('refuses %s', async (_what, text, message) => {
  const error = await refusal(text);
  expect(error.code).toBe('invalid_argument');
  expect(error.message).toMatch(message);
});

test('refuses a payload of 1 MiB by its field, and a line that is far longer by its number', async () => {
  const large = await refusal(
    lines({ title: 'one' }, { title: 'big', payload: { text: 'x'.repeat(1024 * 1024) } }),
  );
  expect(large.code).toBe('too_large');
  expect(large.message).toMatch(/^line 2: payload is 1048\d+ bytes of JSON; the limit is 262144/);

  const endless = await refusal(
    Readable.from(Array.from({ length: 90 }, () => Buffer.alloc(64 * 1024, 'x'))),
  );
  expect(endless.code).toBe('too_large');
  expect(endless.message).toMatch(/^line 1: longer than/);
});

test('refuses what is not UTF-8', async () => {
  const error = await refusal(
    Buffer.concat([Buffer.from('{"title":"one"}\n{"title":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]),
  );
  expect(error.message).toMatch(/not UTF-8/);
});

test('refuses a cycle between lines, told by its keys', async () => {
  const error = await refusal(
    lines(
      { title: 'build', key: 'build', dependsOn: ['test'] },
      { title: 'test', key: 'test', dependsOn: ['lint'] },
      { title: 'lint', key: 'lint', dependsOn: ['build'] },
    ),
  );
  expect(error.code).toBe('dependency_cycle');
  expect(error.message).toContain('build → test → lint → build');
});

test('refuses more tasks than one batch can hold, at the line where it becomes too many', async () => {
  const error = await refusal(`${lines({ title: 'one' })}\n`.repeat(10_001));
  expect(error.code).toBe('limit_exceeded');
  expect(error.message).toMatch(/^line 10001: /);
});
