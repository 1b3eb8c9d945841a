import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

async function someWork(): Promise<void> {
  for (const [title, command] of [
    ['Say <b>hello</b>', 'true'],
    ['Break', 'false'],
  ] as const)
    await cli.run(['tasks', 'add', title, '--command', command, '--max-attempts', '1']);
  await cli.run(['worker', '--name', 'W1', '--until-idle']);
}

describe('report', () => {
  test('says what happened, in the figures of the envelope and of status', async () => {
    await someWork();
    const shown = await cli.run(['report']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('Tasks      2: 1 completed, 1 failed, 0 cancelled, 0 not ended');
    expect(shown.stdout).toMatch(/W1 +left +1 +1 /);
    const { report } = (await cli.run(['report', '--json'])).json().data as {
      report: { counts: object; fromAt: string; agents: object[] };
    };
    expect(report).toMatchObject({
      counts: { completed: 1, failed: 1 },
      agents: [{ name: 'W1', completed: 1 }],
    });
    expect(report.fromAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('writes a page with --html, and no page over a file that is none', async () => {
    await someWork();
    const file = join(cli.folder, 'out.html');
    const end = await cli.run(['report', '--html', 'out.html']);
    expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining('out.html') });
    expect(await readFile(file, 'utf8')).toContain('Say &lt;b&gt;hello&lt;/b&gt;');
    await writeFile(file, 'mine');
    const refused = await cli.run(['report', '--html', 'out.html']);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('--force') });
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect((await cli.run(['report', '--html', 'out.html', '--force'])).code).toBe(0);
  });

  test('refuses a time it does not understand, and one in which nothing can lie', async () => {
    expect(await cli.run(['report', '--since', 'tomorrow'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since must be a time'),
    });
    expect(await cli.run(['report', '--since', '1h', '--until', '2h'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since'),
    });
  });
});
