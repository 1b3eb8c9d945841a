import { hostname } from 'node:os';
import { ApprovalWorkflow } from '@agentcoord/approvals';
import { CoordinationClient } from '@agentcoord/client';
import {
  AgentCoordError,
  formatDuration,
  newId,
  pause,
  systemClock,
  toAgentCoordError,
} from '@agentcoord/core';
import { WorkerSpawner } from '@agentcoord/spawner';
import { foundTeam } from '../team/found-team.js';
import { isLiving, Members } from '../team/team-members.js';
import { leaderKey } from '../team/team-name.js';
import type { TeamLead, TeamRecord } from '../team/team-record.js';
import { changeTeam, readTeams } from '../team/teams.js';
import { type Acting, audit } from './acting.js';
import type { CoordinatorEvent } from './coordinator-event.js';
import type { CoordinatorOptions, Times } from './coordinator-options.js';
import { type Leadership, lead } from './leadership.js';

const HANDLER_GRACE_MS = 1_000;

/** From the moment a coordinator leads until it stops, or is replaced. */
export interface Term {
  acting: Acting;
  signal: AbortSignal;
  /** Says goodbye where the term is not lost; gives everything back. Idempotent. */
  end(): Promise<void>;
}

export interface BeginTerm {
  base: CoordinationClient;
  options: CoordinatorOptions;
  times: Times;
  /** Of the coordinator: ends the waiting, and the term. */
  signal: AbortSignal;
  /** Only of this waiting. */
  giveUp?: AbortSignal;
  tell(event: CoordinatorEvent): void;
}

/** Waits until nobody else leads, and takes over what is there. @throws `aborted`, `conflict`, `not_found` for the parent. */
export async function beginTerm(begin: BeginTerm): Promise<Term> {
  const { base, options, times, tell } = begin;
  const { name } = options;
  const { budget, maxWorkers, parent } = options;
  await foundTeam(base.storage, { name, parent, budget, maxWorkers, onlyTightens: true });
  const leadership = await lead({
    storage: base.storage,
    clock: options.clock ?? systemClock,
    newId: options.newId ?? newId,
    key: leaderKey(name),
    holder: base.identity,
    ttlMs: times.leadForMs,
    details: { name, pid: process.pid, host: hostname() },
    signal: begin.giveUp === undefined ? begin.signal : AbortSignal.any([begin.signal, begin.giveUp]),
    onStandby: ({ details, holder }) => tell({ type: 'standby', leader: leaderText(details, holder) }),
  });
  try {
    return await takeOver(begin, leadership);
  } catch (error) {
    await leadership.release().catch(() => undefined);
    throw error;
  }
}

async function takeOver(begin: BeginTerm, leadership: Leadership): Promise<Term> {
  const { options, times, tell } = begin;
  const client = await joinAs(begin);
  const { team, why } = await writeLead(client, leadership, times).catch(async (error: unknown) => {
    await client.close().catch(() => undefined);
    throw error;
  });
  const ending = new AbortController();
  const agentSignal = client.agent?.signal ?? ending.signal;
  const signal = AbortSignal.any([begin.signal, leadership.signal, agentSignal, ending.signal]);
  const spawner = options.spawner ?? spawnerOf(client);
  const acting: Acting = {
    name: team.name,
    team,
    client,
    approvals: approvalsOf(client, options),
    spawner,
    policies: options.policies ?? [],
    times,
    handlers: options,
    signal,
    told: new Set(),
    busy: new Map(),
    tell,
  };
  const keeping = client.audit.keep({
    signal,
    onError: (error) =>
      tell({ type: 'trouble', doing: 'keeping the audit log', error: toAgentCoordError(error) }),
  });
  const adopted = await adopt(acting, leadership.fence).catch(async (error: unknown) => {
    ending.abort();
    await keeping.catch(() => undefined);
    if (options.spawner === undefined) await spawner.close();
    await client.close().catch(() => undefined);
    throw error;
  });
  tell({ type: 'leading', why, adopted });
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    const isLost = leadership.signal.aborted || agentSignal.aborted;
    ending.abort();
    await keeping.catch(() => undefined);
    await handlersEnd(acting);
    if (!isLost) await sayGoodbye(client, leadership.fence).catch(() => undefined);
    if (options.spawner === undefined) await spawner.close();
    await client.close().catch(() => undefined);
    await leadership.release().catch(() => undefined);
  };
  return {
    acting,
    signal,
    end() {
      ended ??= end();
      return ended;
    },
  };
}

/** As the agent of this name; an earlier life of it that led is over now, another agent of that name is not. */
async function joinAs({ base, options }: BeginTerm): Promise<CoordinationClient> {
  const { name, role = 'coordinator', parent, deadAfter, environment, clock } = options;
  const { cwd, namespace, home } = base.configuration;
  const known = await base.registry.get(name);
  return CoordinationClient.session({
    storage: base.storage,
    cwd,
    namespace,
    home,
    name,
    role,
    kind: 'coordinator',
    takeOver: known?.kind === 'coordinator',
    ...(parent === undefined ? {} : { parent }),
    ...(deadAfter === undefined ? {} : { deadAfter }),
    ...(environment === undefined ? {} : { environment }),
    ...(clock === undefined ? {} : { clock }),
    ...(options.newId === undefined ? {} : { newId: options.newId }),
    hungAfter: options.hungAfter ?? '5m',
  });
}

async function writeLead(
  client: CoordinationClient,
  { fence }: Leadership,
  times: Times,
): Promise<{ team: TeamRecord; why: string }> {
  const since = await client.storage.now();
  let why = '';
  const team = await changeTeam(client.storage, client.name, (now) => {
    if (now.lead !== undefined && now.lead.fence > fence) throw outrun(client.name);
    why = whyItLeads(now.lead, times);
    const lead = { identity: client.identity, fence, since, why, pid: process.pid, host: hostname() };
    return { ...now, lead };
  });
  return { team, why };
}

function whyItLeads(before: TeamLead | undefined, { leadForMs }: Times): string {
  if (before === undefined) return 'it is the first coordinator of its team';
  const { identity, pid = '?', host = '?', leftAt } = before;
  if (leftAt !== undefined) return `${identity} said goodbye`;
  return `${identity} (process ${pid} on ${host}) gave no sign for ${formatDuration(leadForMs)}`;
}

/** The workers of the team that live: nothing changes for them. */
async function adopt(acting: Acting, fence: number): Promise<string[]> {
  const { client, name, spawner } = acting;
  await spawner.adopt();
  const members = new Members(await readTeams(client.storage), await client.registry.list());
  const adopted = members
    .of(acting.team)
    .filter(isLiving)
    .map((agent) => agent.name);
  if (adopted.length === 0) return adopted;
  await audit(acting, {
    type: 'workers-adopted',
    context: `team of ${name}`,
    reason: `${name} leads a team whose members were there before`,
    details: { agents: adopted.slice(0, 200), count: adopted.length, fence },
  });
  return adopted;
}

/** Handlers are told by their signal; one that does not listen is left behind. */
async function handlersEnd({ busy }: Acting): Promise<void> {
  const enough = new AbortController();
  const grace = pause(HANDLER_GRACE_MS, enough.signal).catch(() => undefined);
  await Promise.race([Promise.allSettled(busy.values()), grace]);
  enough.abort();
}

async function sayGoodbye(client: CoordinationClient, fence: number): Promise<void> {
  const leftAt = await client.storage.now();
  await changeTeam(client.storage, client.name, (now) =>
    now.lead?.fence === fence ? { ...now, lead: { ...now.lead, leftAt } } : undefined,
  );
}

function spawnerOf({ storage, configuration, name }: CoordinationClient): WorkerSpawner {
  const { logFolder, cwd, environment } = configuration;
  return new WorkerSpawner({ storage, logFolder, cwd, environment, spawnedBy: name });
}

function approvalsOf(
  { storage, configuration, identity }: CoordinationClient,
  { signer, delegation }: CoordinatorOptions,
): ApprovalWorkflow {
  const { operatorKeys, autoApprove, namespace: scope } = configuration;
  return new ApprovalWorkflow({
    ...{ storage, actor: identity, operatorKeys, autoApprove, scope },
    ...(signer === undefined ? {} : { signer }),
    ...(delegation === undefined ? {} : { delegation }),
  });
}

function leaderText(details: { pid?: unknown; host?: unknown } | undefined, holder: string): string {
  return details === undefined ? holder : `process ${String(details.pid)} on ${String(details.host)}`;
}

function outrun(name: string): AgentCoordError {
  return new AgentCoordError('lock_lost', `Another process leads the team of ${name} by now.`, {
    data: { team: name },
  });
}
