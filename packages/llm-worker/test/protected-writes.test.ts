import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApprovalWorkflow } from '@agentcoord/approvals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProtectedWrite } from '../src/edits/ask-for-protected.js';
import { taskTeam } from '../src/team/task-team.js';
import { KnownSecrets } from '../src/text/known-secrets.js';
import { memory } from './support/budget-bench.js';
import { FencedFolder } from './support/fenced-folder.js';
import { LockTable } from './support/lock-table.js';
import { tempFolder } from './support/temp-folder.js';
import { type ToolBench, toolBench } from './support/tool-bench.js';

const CI = '.github/workflows/ci.yml';

let root: string;
let operator: ApprovalWorkflow;
let bench: ToolBench;
let files: FencedFolder;
let waits: string[];
/** Decides each request as soon as it is waited for. */
let decide: (id: string) => Promise<unknown>;

beforeEach(async () => {
  root = await tempFolder({
    [CI]: 'on: push\n',
    '.env': 'KEY=canary\n',
    '.git/config': 'one\n',
    'a.txt': 'a\n',
  });
  const storage = await memory();
  operator = new ApprovalWorkflow({ storage, actor: 'operator' });
  files = new FencedFolder();
  waits = [];
  decide = (id) => operator.approve(id);
  const team = taskTeam(
    {
      approvals: new ApprovalWorkflow({ storage, actor: 'Ada#life_1' }),
      onWait: (what) => {
        waits.push(what);
        void decideTheNext();
        return () => void waits.push('goes on');
      },
    },
    { id: 'task_1', title: 'Mend CI', tags: [], attempt: 1 },
    new KnownSecrets({ API_TOKEN: 'canary-secret-0123456789' }),
  );
  const decideTheNext = async (): Promise<void> => {
    const [pending] = await operator.list({ pending: true });
    await decide(pending?.id ?? '');
  };
  const askForProtected = (write: ProtectedWrite) => team.protectedWrites?.approve(write) ?? Promise.reject();
  bench = await toolBench(root, { locks: new LockTable(), files, askForProtected });
});

const edit = { path: CI, old_text: 'push', new_text: 'pull_request' };

describe('a write to a protected file', () => {
  it('waits for an approval that shows what is written, and is done once', async () => {
    expect(await bench.call('edit_file', edit)).toEqual({ text: `Edited ${CI} at line 1.` });
    expect(await readFile(join(root, CI), 'utf8')).toBe('on: pull_request\n');
    expect(await operator.list()).toMatchObject([
      {
        action: 'file:protected',
        status: 'approved',
        details: { path: CI, task: 'task_1', bytes: 17, content: 'on: pull_request' },
        usedAt: expect.any(Number),
      },
    ]);
    await bench.call('edit_file', { path: CI, old_text: 'pull_request', new_text: 'push' });
    expect(waits.filter((what) => what === 'goes on')).toHaveLength(2);
  });

  it('is not done when it was rejected, and the model is told why', async () => {
    decide = (id) => operator.reject(id, { reason: 'not in this task' });
    const answer = await bench.call('edit_file', edit);
    expect(answer).toMatchObject({ isError: true, errorCode: 'conflict' });
    expect(answer.text).toMatch(/was rejected by operator.*not in this task/);
    expect(files.writes).toEqual([]);
  });

  it('makes a hidden file with an approval, but never changes one that is there: an edit would tell what is in it', async () => {
    const made = await bench.call('write_file', { path: 'packages/.env', content: 'MODE=test\n' });
    expect(made).toEqual({ text: 'Created packages/.env.' });
    for (const path of ['.env', '.git/config']) {
      for (const [tool, input] of [
        ['edit_file', { path, old_text: 'KEY', new_text: 'x' }],
        ['write_file', { path, content: 'x' }],
        ['read_file', { path }],
      ] as const)
        expect((await bench.call(tool, input)).text).toMatch(/^Error \(invalid_argument\).*protected/);
    }
    expect(waits).toHaveLength(2);
  });

  it('is refused without asking where no approval could ever be right', async () => {
    for (const path of [
      '.agentcoord/config.json',
      '.ssh/authorized_keys',
      '.git/agentcoord/store/a',
      '.GIT/AgentCoord/a',
    ])
      expect((await bench.call('write_file', { path, content: 'x' })).text).toMatch(/is protected/);
    expect(waits).toEqual([]);
  });

  it('is not done when somebody made the file while the approval was waited for', async () => {
    decide = async (id) => {
      await mkdir(join(root, '.vscode/tasks.json'), { recursive: true });
      await operator.approve(id);
    };
    expect(await bench.call('write_file', { path: '.vscode/tasks.json', content: '{}' })).toMatchObject({
      isError: true,
    });
    expect(files.writes).toEqual([]);
  });

  it('shows no secret to who decides, and writes what was asked for', async () => {
    await bench.call('edit_file', { ...edit, new_text: 'canary-secret-0123456789' });
    expect(JSON.stringify(await operator.list())).not.toContain('canary-secret');
    expect(await readFile(join(root, CI), 'utf8')).toBe('on: canary-secret-0123456789\n');
  });

  it('needs none elsewhere', async () => {
    await bench.call('edit_file', { path: 'a.txt', old_text: 'a', new_text: 'b' });
    expect(waits).toEqual([]);
  });
});
