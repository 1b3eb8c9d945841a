import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFindings } from '../src/index.js';
import { finishTurn, lastResults, type Script, turn, use } from './support/scripted-provider.js';
import { runScript, setUp } from './support/setting.js';

const FILES = { 'src/a.ts': 'one\ntwo\nthree\n', '.env': 'SECRET=1\n' };
const finding = (more: object = {}) => ({
  file: 'src/a.ts',
  line: 2,
  severity: 'high',
  title: 'Wrong',
  detail: 'Mend it.',
  ...more,
});
const report = (...findings: object[]) => turn(use('report_findings', { findings }));

async function review(script: Script) {
  const setting = await setUp(FILES);
  const run = await runScript(setting, script, { payload: { job: 'review' } });
  return { ...run, setting };
}

describe('a review of a model', () => {
  it('hands in what it found as the result, and reads only', async () => {
    const { outcome, requests, setting } = await review([
      turn(use('edit_file', { path: 'src/a.ts', old_text: 'one', new_text: '1' })),
      report(finding(), finding(), finding({ end_line: 3, title: 'Two lines\u001b[31m' })),
      finishTurn(),
    ]);
    expect(outcome).toMatchObject({ status: 'done', filesChanged: [] });
    expect(outcome.output).toMatchObject({
      findings: [
        { file: 'src/a.ts', line: 2, endLine: 2, title: 'Wrong' },
        { line: 2, endLine: 3, title: 'Two lines' },
      ],
    });
    expect(requests[0]?.tools.map(({ name }) => name)).toEqual([
      'list_files',
      'search',
      'read_file',
      'report_findings',
      'report_progress',
      'finish',
    ]);
    expect(lastResults(requests[1])).toMatchObject([{ isError: true, errorCode: 'not_found' }]);
    expect(await readFile(join(setting.root, 'src/a.ts'), 'utf8')).toBe(FILES['src/a.ts']);
  });

  it.each([
    ['a file that is not there', { file: 'src/b.ts' }, 'There is no "src/b.ts"'],
    ['a line that is not there', { line: 4 }, 'only 3 lines'],
    ['an end before its beginning', { end_line: 1 }, 'comes before line 2'],
    ['a path outside', { file: '../a.ts' }, 'goes up'],
    ['a folder', { file: 'src' }, 'it is a folder'],
    ['what is hidden from models', { file: '.env' }, 'protected'],
  ])('is told that a finding points at %s, and it is not taken', async (_what, more, why) => {
    const { outcome, requests } = await review([report(finding(more), finding()), finishTurn()]);
    expect(lastResults(requests[1])[0]?.content).toContain(why);
    expect(outcome.output).toMatchObject({ findings: [{ line: 2 }] });
  });

  it('is bounded: what is too much is refused as a whole', async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      finding({ title: `${index}`, detail: 'ü'.repeat(800) }),
    );
    const { outcome, requests } = await review([report(...many), finishTurn()]);
    expect(lastResults(requests[1])).toMatchObject([{ isError: true, errorCode: 'limit_exceeded' }]);
    expect(outcome.output).toMatchObject({ findings: [] });
  });
});

it('findings that were stored in another shape are left out and counted', () => {
  const right = { file: 'a', line: 1, endLine: 1, severity: 'low', title: 't', detail: 'd' };
  const wrong = [null, { ...right, line: 0 }, { ...right, severity: 'fatal' }, { ...right, more: 1 }];
  expect(readFindings([right, ...wrong] as never)).toEqual({ findings: [right], unreadable: 4 });
  expect(readFindings('none')).toEqual({ findings: [], unreadable: 0 });
});
