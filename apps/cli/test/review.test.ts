import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeTranscripts } from './support/build-world.js';
import { setUpCli } from './support/cli.js';
import { completions } from './support/completions.js';
import { heldModel } from './support/held-model.js';
import { modelServer } from './support/model-server.js';

const cli = setUpCli();
const LEADS = ['security', 'architecture', 'performance', 'quality', 'operations', 'integration'] as const;
const thisRepository = fileURLToPath(new URL('../../../', import.meta.url));
let outside: string;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'agentcoord-review-'));
});
afterEach(async () => {
  await cli.run(['stop', '--all']);
  await rm(outside, { recursive: true, force: true });
});

interface Place {
  file: string;
  line: number;
}
interface Report {
  complete: boolean;
  leads: Array<{ lead: string; state: string; findings: Place[]; rejected: unknown[] }>;
  findings: Array<Place & { title: string; leads: string[]; severity: string }>;
  files: { folder: string; sarif: string };
}

const transcripts = () => join(outside, 'transcripts.json');
const start = (...args: string[]) =>
  cli.start(['review', '--provider', 'replay', '--transcripts', transcripts(), ...args]);
const review = (...args: string[]) => start(...args).ended;

const finding = (file: string, line: number, title: string, severity = 'medium') => ({
  file,
  line,
  severity,
  title,
  detail: 'It matters. Mend it.',
});
const call = (name: string, input: object) => ({ content: [{ type: 'tool_use', name, input }] });
const finish = (summary = 'Read it all.') => call('finish', { summary });

/** Every lead reports what it is given, and is done. */
function script(findingsOf: (lead: string) => object[]) {
  const turns = LEADS.map((lead): [string, object[]] => {
    const findings = findingsOf(lead);
    return [
      `${lead}-review`,
      [...(findings.length > 0 ? [call('report_findings', { findings })] : []), finish()],
    ];
  });
  return writeTranscripts(transcripts(), Object.fromEntries(turns));
}

describe('a review', () => {
  test.each([
    ['interrupted and then killed', 'SIGINT'],
    ['killed twice', 'SIGKILL'],
  ] as const)('%s in its middle, goes on each time: each lead reports once', async (_how, signal) => {
    const findings = [finding('src/a.ts', 1, 'A matter of importance')];
    const model = await heldModel([
      { name: 'report_findings', input: { findings } },
      { name: 'finish', input: { summary: 'Read it all.' } },
    ]);
    const live = (...args: string[]) =>
      cli.start(['review', '--provider', 'anthropic', '--max-workers', '1', ...args], {
        environment: model.environment,
      });
    model.hold('Task: Architecture review');
    const first = live();
    await first.printed('stderr', 'claimed   Architecture review');
    first.kill(signal);
    expect(await first.ended).toMatchObject({
      code: signal === 'SIGINT' ? 130 : null,
      stderr: expect.stringContaining('completed Security'),
    });
    model.hold('Task: Quality review');
    const second = live();
    await second.printed('stderr', 'claimed   Quality review');
    second.kill('SIGKILL');
    await second.ended;
    model.hold(undefined);
    const end = await live('--json').ended;
    expect(end.code).toBe(0);
    const report = end.json().data as Report;
    expect(report.leads.map(({ lead, state }) => [lead, state])).toEqual(
      LEADS.map((lead) => [lead, 'completed']),
    );
    expect(report.findings).toMatchObject([{ file: 'src/a.ts', line: 1, leads: [...LEADS] }]);
    expect([...(await completions(cli)).values()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await cli.run(['status'])).stdout).toContain('No agents.');
  });

  /** A review that was killed in its middle, whose worker goes on. */
  async function killed(environment: Record<string, string> = {}) {
    const model = await heldModel([{ name: 'finish', input: { summary: 'Read it all.' } }]);
    const start = (...args: string[]) =>
      cli.start(['review', '--provider', 'anthropic', '--max-workers', '1', '--lead', 'security', ...args], {
        environment: { ...model.environment, ...environment },
      });
    model.hold('Task: Security review');
    const first = start();
    await first.printed('stderr', 'claimed   Security review');
    first.kill('SIGKILL');
    await first.ended;
    const [worker] = await runningWorkers();
    expect(worker).toBeDefined();
    return { model, start, worker: worker ?? '' };
  }

  async function runningWorkers(): Promise<string[]> {
    const { workers } = (await cli.run(['workers', '--json'])).json().data as {
      workers: Array<{ name: string; state: string }>;
    };
    return workers.flatMap(({ name, state }) => (state === 'running' ? [name] : []));
  }

  test('begun afresh ends what a killed one has left: its tasks and its workers', async () => {
    const { model, start, worker } = await killed();
    const again = start('--fresh');
    await again.printed('stderr', 'claimed   Security review');
    expect(await runningWorkers()).not.toContain(worker);
    model.hold(undefined);
    expect(await again.ended).toMatchObject({ code: 0 });
    expect(await runningWorkers()).toEqual([]);
    const { tasks } = (await cli.run(['tasks', '--json'])).json().data as {
      tasks: Array<{ state: string; cancelReason?: string }>;
    };
    expect(tasks.map(({ state }) => state).sort()).toEqual(['cancelled', 'completed']);
  });

  test('that was killed and never resumed loses its workers once they have done what they had begun', async () => {
    const { model } = await killed({ AGENTCOORD_RUN_GRACE: '1s' });
    expect(await runningWorkers()).toHaveLength(1);
    model.hold(undefined);
    await expect.poll(runningWorkers, { timeout: 60_000 }).toEqual([]);
  });

  test('sends findings that point nowhere back to the model, and prints none', async () => {
    const wrong = [finding('src/nothing.ts', 1, 'No such file'), finding('src/a.ts', 900, 'No such line')];
    const outsideOf = [finding('../secret.txt', 1, 'Outside'), finding('/etc/passwd', 1, 'Outside, too')];
    const right = [finding('src/a.ts', 1, 'A real place', 'high')];
    await writeTranscripts(transcripts(), {
      'security-review': [
        call('report_findings', { findings: [...wrong, ...outsideOf] }),
        {
          expect: {
            tool: 'report_findings',
            isError: true,
            contains: ['no line 900', 'src/nothing.ts', '4 refused'],
          },
          ...call('report_findings', { findings: right }),
        },
        finish(),
      ],
    });
    const end = await review('--json', '--lead', 'security');
    const { findings, leads } = end.json().data as Report;
    expect(findings.map(({ file, line }) => [file, line])).toEqual([['src/a.ts', 1]]);
    expect(leads).toMatchObject([{ lead: 'security', rejected: [] }]);
    expect(end.code).toBe(0);
    expect(await review('--lead', 'security', '--fail-on', 'high')).toMatchObject({ code: 1 });
    expect(await review('--lead', 'security', '--fail-on', 'critical')).toMatchObject({ code: 0 });
  });

  test('lets its models read and nothing else', async () => {
    await writeTranscripts(transcripts(), {
      'quality-review': [
        call('write_file', { path: 'src/a.ts', content: 'changed' }),
        {
          expect: { tool: 'write_file', isError: true, contains: 'There is no tool "write_file"' },
          ...call('run_command', { command: 'touch made' }),
        },
        { expect: { tool: 'run_command', isError: true }, ...finish('Nothing is wrong.') },
      ],
    });
    expect(await review('--lead', 'quality')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 findings'),
    });
    expect(await readFile(join(cli.folder, 'src', 'a.ts'), 'utf8')).toBe('export const a = 1;\n');
    expect(await readdir(cli.folder)).not.toContain('made');
  });

  test('says which lead has no report and why, and fails', async () => {
    await writeTranscripts(transcripts(), { 'quality-review': [finish()] });
    const end = await review('--lead', 'quality,security');
    expect(end).toMatchObject({ code: 1, stdout: expect.stringContaining('no report of security') });
  });

  test('costs what its calls cost, and says so', async () => {
    const server = await modelServer([{ name: 'finish', arguments: { summary: 'Nothing is wrong.' } }]);
    const args = ['review', '--provider', 'anthropic', '--budget', '5', '--lead', 'quality', '--json'];
    const end = await cli.run(args, { environment: server.environment });
    expect(end.code).toBe(0);
    const { costUsd, leads } = end.json().data as { costUsd: number; leads: Array<{ costUsd: number }> };
    expect(costUsd).toBeGreaterThan(0);
    expect(leads[0]?.costUsd).toBe(costUsd);
  });

  test('takes a path of this repository only, and leads that there are', async () => {
    await script(() => []);
    expect(await review('..')).toMatchObject({ code: 2, stderr: expect.stringContaining('lies outside') });
    expect(await review('nowhere')).toMatchObject({ code: 4 });
    expect(await review('--lead', 'style')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--lead'),
    });
  });

  test('of this very repository: six reports and the merged one, every finding at a real file and line', async () => {
    const shared = { file: 'packages/llm-worker/src/verify/verify-task.ts', line: 40 };
    await script((lead) => [
      finding(shared.file, shared.line, 'The verification runs without a bound on its output'),
      finding(
        'packages/core/src/check.ts',
        10 + LEADS.indexOf(lead as never),
        `Something of ${lead} alone: ${lead}`,
      ),
    ]);
    const out = join(outside, 'out');
    const place = ['--cwd', thisRepository, '--home', join(outside, 'home'), '--namespace', 'self-review'];
    try {
      const end = await review(...place, '--json', '--out', out);
      expect(end.code).toBe(0);
      const report = end.json().data as Report;
      expect(report.findings.length).toBe(7);
      expect(report.findings.find(({ file }) => file === shared.file)?.leads).toEqual([...LEADS]);
      for (const { file, line } of report.findings) {
        const lines = (await readFile(join(thisRepository, file), 'utf8')).split('\n');
        expect(lines.length).toBeGreaterThan(line);
      }
      const names = [...LEADS.map((lead) => `${lead}.md`), 'review.md', 'review.sarif'];
      expect((await readdir(out)).sort()).toEqual(names.sort());
      expect(await readFile(join(out, 'security.md'), 'utf8')).toContain('# Security review\n\n2 findings');
      expect(await readFile(join(out, 'review.md'), 'utf8')).toContain('7 findings: 7 medium.');
    } finally {
      await cli.run(['stop', '--all', ...place]);
    }
  });
});
