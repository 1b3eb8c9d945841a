import { AuditLog } from '@agentcoord/audit';
import { EVENTS_LOG, type Storage } from '@agentcoord/core';
import { readTeamTree, type TeamNode } from '../../src/index.js';
import { type MemberJob, MemberProcess, type Members } from './members.js';
import type { TeamStore } from './team-stores.js';
import { until } from './until.js';

export interface BigTeam {
  leads: number;
  workersEach: number;
  tasks: number;
  taskMs: number;
  /** Those that are not killed share one process. */
  together: boolean;
  withinMs: number;
}

export interface BigTeamReport {
  completed: number;
  /** Completions that the store recorded, by task. */
  completions: ReadonlyMap<string, number>;
  /** Coordinators that led the team of the lead that was killed. */
  terms: number;
  audit: ReadonlyArray<{ type: string; context?: string; reason?: string }>;
  killedWorkers: string[];
  problems: number;
}

const TIMES = { leadFor: '2s', deadAfter: '4s', hungAfter: '60s' } as const;

/**
 * A CTO, its leads and their workers do their tasks, while the first lead and one worker of it and of the second are killed
 * in the middle of a task. Another instance of the first lead stands by.
 */
export async function runBigTeam(store: TeamStore, team: BigTeam): Promise<BigTeamReport> {
  const { storage, address, cwd } = store;
  const job = (members: MemberJob[]): Members => ({ address, cwd, members, times: TIMES });
  const running: MemberProcess[] = [];
  const start = (...members: MemberJob[]): MemberProcess => {
    const started = MemberProcess.start(job(members));
    running.push(started);
    return started;
  };
  try {
    const cto = start({ kind: 'coordinator', name: 'CTO' });
    await cto.says(({ leads }) => leads === true);
    const leads = Array.from({ length: team.leads }, (_, index) => leadJob(index, team));
    const doomedLead = start(...leads.slice(0, 1));
    await doomedLead.says(({ leads: does }) => does === true);
    const workers = leads.flatMap(({ name: parent }) =>
      Array.from({ length: team.workersEach }, (_, index): MemberJob => {
        return { kind: 'worker', name: `${parent}-worker-${index + 1}`, parent, taskMs: team.taskMs };
      }),
    );
    const doomed = [workers[0], workers[team.workersEach]].flatMap((worker) => worker ?? []);
    const startAll = (members: MemberJob[]): void => {
      if (team.together) start(...members);
      else for (const member of members) start(member);
    };
    startAll(leads);
    // They never end their first task by themselves: each is killed in the middle of it. The others come later, and leave them some.
    const doomedWorkers = doomed.map((worker) => start({ ...worker, taskMs: 3_600_000 }));
    await Promise.all(doomedWorkers.map((one) => one.says(({ begins }) => begins !== undefined)));
    startAll(workers.filter((worker) => !doomed.includes(worker)));
    await until(
      'some of its tasks are done',
      async () => (await doneOf(storage, 'Lead-1')) >= 2,
      team.withinMs,
    );
    await Promise.all([doomedLead, ...doomedWorkers].map((one) => one.kill()));
    await until(
      'all tasks are done',
      async () => (await doneOf(storage, 'CTO')) >= team.tasks,
      team.withinMs,
    );
    return await report(
      store,
      doomed.map(({ name }) => name),
    );
  } finally {
    await Promise.all(running.map((one) => one.kill('SIGTERM')));
  }
}

function leadJob(index: number, { tasks, leads }: BigTeam): MemberJob {
  return { kind: 'coordinator', name: `Lead-${index + 1}`, parent: 'CTO', tasks: tasks / leads, wave: 4 };
}

async function doneOf(storage: Storage, name: string): Promise<number> {
  const find = (nodes: readonly TeamNode[]): TeamNode | undefined =>
    nodes.find((node) => node.name === name) ??
    nodes.map((node) => find(node.teams)).find((one) => one !== undefined);
  return find((await readTeamTree(storage)).teams)?.tasks.completed ?? 0;
}

async function report({ storage }: TeamStore, killedWorkers: string[]): Promise<BigTeamReport> {
  const completions = new Map<string, number>();
  for (let after = 0; ; ) {
    const { entries } = await storage.logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    for (const { sequence, body } of entries) {
      after = sequence;
      const { type, entity } = body;
      if (type === 'task-completed')
        completions.set(String(entity), (completions.get(String(entity)) ?? 0) + 1);
    }
    if (entries.length < 1_000) break;
  }
  await using log = new AuditLog({ storage, author: 'judge' });
  await log.derive();
  const audit = await log.list({ limit: 1_000 });
  return {
    completed: await doneOf(storage, 'CTO'),
    completions,
    terms: audit.filter(({ type, context }) => type === 'coordinator-leads' && context === 'team of Lead-1')
      .length,
    audit,
    killedWorkers,
    problems: (await readTeamTree(storage)).problems.length,
  };
}

/** What is not as it was promised. */
export function violationsOf(found: BigTeamReport, { tasks }: BigTeam): string[] {
  const twice = [...found.completions].filter(([, times]) => times !== 1);
  const reaped = (name: string): boolean =>
    found.audit.some(({ type, context }) => type === 'agent-reaped' && context === `agent ${name}`);
  const tellsWhy = found.audit.some(
    ({ type, context, reason }) =>
      type === 'coordinator-leads' && context === 'team of Lead-1' && reason?.includes('gave no sign'),
  );
  return [
    ...(found.completed === tasks ? [] : [`${found.completed} of ${tasks} tasks were completed`]),
    ...(found.completions.size === tasks
      ? []
      : [`${found.completions.size} of ${tasks} completions are recorded`]),
    ...twice.map(([task, times]) => `${task} was completed ${times} times`),
    ...(found.terms >= 2 ? [] : ['nobody took over from the lead that was killed']),
    ...(tellsWhy ? [] : ['the audit log does not tell why its successor leads']),
    ...found.killedWorkers
      .filter((name) => !reaped(name))
      .map((name) => `the audit log does not know the end of ${name}`),
    ...(found.audit.some(({ type }) => type === 'task-taken-away')
      ? []
      : ['no task of a killed worker was given back']),
    ...(found.problems === 0 ? [] : [`${found.problems} matters are open at the end`]),
  ];
}
