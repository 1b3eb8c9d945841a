import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

interface Node {
  name: string;
  lead: { state: string };
  tasks: { completed: number; cancelled: number };
  budget?: object;
  maxWorkers?: number;
  members: Array<{ name: string; state: string }>;
  teams: Node[];
}

async function tree(): Promise<Node[]> {
  const end = await cli.run(['team', '--json']);
  expect(end.stderr).toBe('');
  return (end.json().data as { teams: Node[] }).teams;
}

describe('a coordinator', () => {
  test('starts workers, leaves them at work on Ctrl-C, and its successor finds them; the tree shows it all', async () => {
    const cto = cli.start(['coordinator', '--name', 'CTO', '--interval', '200ms', '--budget-usd', '5']);
    await cto.printed('stdout', 'leading: it is the first');
    const first = cli.start([
      'coordinator',
      '--name=Lead',
      '--parent=CTO',
      '--workers=1',
      '--interval=200ms',
    ]);
    await first.printed('stdout', 'leading');
    await cli.run(['tasks', 'add', 'Count', '--tag', 'team:Lead', '--command', 'wc -l < src/a.ts']);
    await first.printed('stdout', 'Lead: all tasks have ended, 1 completed, 0 failed');
    first.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130, stderr: '' });

    const [team] = await tree();
    expect(team).toMatchObject({
      name: 'CTO',
      lead: { state: 'leading' },
      budget: { usd: 5 },
      tasks: { completed: 1 },
    });
    expect(team?.teams).toMatchObject([
      { name: 'Lead', lead: { state: 'left' }, tasks: { completed: 1 }, members: [{ state: 'idle' }] },
    ]);
    const worker = team?.teams[0]?.members[0]?.name ?? '';
    const shown = (await cli.run(['team'])).stdout;
    expect(shown).toMatch(
      /^CTO {2}coordinator leading for \S+ {2}1 done, 0 open {2}\$0\.00 of \$5\.00 spent$/m,
    );
    expect(shown).toMatch(/^└─ Lead {2}coordinator left {2}1 done, 0 open$/m);
    expect(shown).toContain(`   └─ ${worker}  worker  idle`);

    const again = cli.start(['coordinator', '--name=Lead', '--parent=CTO', '--workers=1', '--until-done']);
    await again.printed('stdout', `said goodbye; found at work: ${worker}`);
    expect(await again.ended).toMatchObject({ code: 0 });
    await cli.run(['stop', '--all']);
    cto.kill('SIGTERM');
    expect(await cto.ended).toMatchObject({ code: 0 });
  });

  test('tells what it cannot mend: to a person, with the way it came', async () => {
    const main = cli.start(['coordinator', '--name', 'Main', '--interval', '100ms']);
    await main.printed('stdout', 'leading');
    await cli.run(['tasks', 'add', 'Broken', '--command', 'exit 3', '--max-attempts', '1']);
    await cli.run(['worker', '--until-idle']);
    await main.printed('stdout', 'passed on to person: Failed for good: Broken');
    const watch = cli.start(['board', 'watch', '--to', 'operator', '--after', '0']);
    await watch.printed('stdout', 'Failed for good: Broken');
    watch.kill('SIGINT');
    main.kill('SIGINT');
    await main.ended;
    expect((await cli.run(['team'])).stdout).toMatch(
      /Waiting for somebody\n {2}you {2}Failed for good: Broken/,
    );
    const inbox = (await cli.run(['inbox'])).stdout;
    expect(inbox).toContain('Failed for good: Broken');
    expect(inbox).toContain('agentcoord tasks retry');
  });

  test('starts another worker in the place of one that was killed, and none for one that was stopped', async () => {
    const flags = ['--name', 'Main', '--interval', '100ms', '--workers', '1', '--respawn'];
    const main = cli.start(['coordinator', ...flags]);
    await main.printed('stdout', 'leading');
    const running = async () => {
      const { workers } = (await cli.run(['workers', '--json'])).json().data as {
        workers: Array<{ name: string; pid: number; state: string }>;
      };
      return workers.filter(({ state }) => state === 'running');
    };
    await expect.poll(async () => (await running()).length, { timeout: 60_000 }).toBe(1);
    const [first] = await running();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await main.printed('stdout', `was started in the place of ${first?.name}, which died`);
    await expect.poll(async () => (await running()).length, { timeout: 60_000 }).toBe(1);
    await cli.run(['stop', '--all']);
    await cli.run(['tasks', 'add', 'Nothing']);
    expect(await running()).toEqual([]);
    main.kill('SIGTERM');
    expect((await main.ended).stdout.match(/was started in the place of/g)).toHaveLength(1);
    expect((await cli.run(['audit', '--json'])).stdout).toContain('worker-respawned');
  });

  test('says what is wrong with what it is told', async () => {
    expect(await cli.run(['coordinator', '--name', 'Lead', '--parent', 'CTO'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('there was never a coordinator of that name'),
    });
    expect(await cli.run(['coordinator', '--auto-approve', 'yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--auto-approve must be given alone, or with "all"'),
    });
    expect(await cli.run(['coordinator', '--respawn'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--respawn must be given together with --workers'),
    });
    expect(await cli.run(['coordinator', '--budget-usd', 'much'])).toMatchObject({ code: 2 });
    expect(await cli.run(['team', 'cancel', 'Nobody'])).toMatchObject({ code: 4 });
    expect((await cli.run(['team'])).stdout).toBe(
      'No teams. Start a coordinator: agentcoord coordinator --name <name>\n',
    );
  });
});

test('a team is limited, cancelled with its tasks and reopened from the command line', async () => {
  const main = cli.start(['coordinator', '--name', 'Main', '--interval', '100ms']);
  await main.printed('stdout', 'leading');
  await cli.run(['tasks', 'add', 'Later', '--tag', 'team:Main']);
  expect(
    await cli.run(['team', 'limit', 'Main', '--max-workers', '2', '--budget-tokens', '1000']),
  ).toMatchObject({
    code: 0,
  });
  const cancelled = await cli.run(['team', 'cancel', 'Main', '--reason', 'the plan has changed', '--json']);
  expect(cancelled.json().data).toMatchObject({ team: 'Main', cancelledTasks: [expect.any(String)] });
  expect(await tree()).toMatchObject([{ budget: { tokens: 1000 }, maxWorkers: 2, tasks: { cancelled: 1 } }]);
  expect((await cli.run(['team'])).stdout).toContain('cancelled by operator: the plan has changed');
  await cli.run(['team', 'reopen', 'Main']);
  expect((await cli.run(['team'])).stdout).not.toContain('cancelled by');
  main.kill('SIGTERM');
  await main.ended;
});
