import { hostname } from 'node:os';
import { checkId, checkTtl, type Duration, durationMs, type Storage } from '@agentcoord/core';
import { agentRecordId, identityOf, presenceKey } from '../agent/agent-name.js';
import {
  AGENTS,
  type AgentRecord,
  decodeAgent,
  hasEnded,
  type ReportedState,
} from '../agent/agent-record.js';
import { type AgentDescription, checkDescription } from '../agent/registration.js';
import { freeBelongings } from '../ending/free-belongings.js';
import { nameTakenError } from '../errors.js';

const MOST_TRIES = 10;

/** One life of an agent that no process keeps: a session of another program, seen in short calls. */
export interface Attendance extends Omit<AgentDescription, 'pid'> {
  /** The same in every call of the session. */
  incarnation: string;
  state: ReportedState;
  /** Without a further call for this long it is dead. Default `'15m'`. */
  lasts?: Duration;
}

/**
 * Says that the agent is there, and registers it where it is not. Repeated calls renew its presence; one that was
 * taken for dead comes back, for the session that calls is the same.
 * @throws `conflict` when another agent of that name is alive.
 */
export async function attend(storage: Storage, attendance: Attendance): Promise<void> {
  const { incarnation: given, state, lasts = '15m', ...description } = attendance;
  const incarnation = checkId(given, 'incarnation');
  const ttlMs = checkTtl(durationMs(lasts, 'lasts'), 'lasts');
  const described = checkDescription({ kind: 'session', host: hostname(), ...description });
  const now = await takePresence(storage, { name: described.name, incarnation, ttlMs });
  const id = agentRecordId(described.name);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [stored] = await storage.records.get({ collection: AGENTS, ids: [id] });
    const known = decodeAgent(stored)?.record;
    const isSame = known?.incarnation === incarnation;
    if (known !== undefined && !isSame && !hasEnded(known)) await endEarlier(storage, known, incarnation);
    const goesOn = isSame && !hasEnded(known) ? known : undefined;
    // Who is idle works on nothing.
    const before = state === 'idle' ? undefined : goesOn?.workingOn;
    const workingOn = described.workingOn ?? before;
    const value: AgentRecord = {
      ...goesOn,
      ...described,
      workingOn,
      incarnation,
      state,
      registeredAt: goesOn?.registeredAt ?? now,
      lastHeartbeatAt: now,
      lastProgressAt: now,
    };
    const reply = await storage.records.put({
      collection: AGENTS,
      id,
      value,
      ifVersion: stored?.version ?? 0,
    });
    if (reply.status === 'stored') return;
  }
}

/** Says goodbye for it. What it holds is its caller's to give back. A later life of the name is left alone. */
export async function depart(storage: Storage, agent: { name: string; incarnation: string }): Promise<void> {
  const id = agentRecordId(agent.name);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [stored] = await storage.records.get({ collection: AGENTS, ids: [id] });
    const known = decodeAgent(stored);
    if (known === undefined || known.record.incarnation !== agent.incarnation) break;
    const leftAt = await storage.now();
    const value: AgentRecord = { ...known.record, state: 'left', leftAt, taskId: undefined };
    const reply = await storage.records.put({ collection: AGENTS, id, value, ifVersion: known.version });
    if (reply.status === 'stored') break;
  }
  // The record first: an absent agent whose record has not left is taken for dead.
  await storage.leases.release({ grantId: agent.incarnation });
}

/** @returns the storage's time, about. */
async function takePresence(
  storage: Storage,
  agent: { name: string; incarnation: string; ttlMs: number },
): Promise<number> {
  const { name, incarnation, ttlMs } = agent;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const reply = await storage.leases.acquire({
      grantId: incarnation,
      holder: identityOf(agent),
      keys: [{ key: presenceKey(agentRecordId(name)) }],
      ttlMs,
      details: { agent: name },
    });
    if (reply.status === 'busy') throw nameTakenError(name, undefined);
    if (reply.status !== 'granted') continue;
    // A grant that was there already keeps its time until it is renewed.
    const { fence } = reply.grant;
    const renewed = await storage.leases.renew({ grantId: incarnation, fence, ttlMs });
    if (renewed.status === 'renewed') return renewed.expiresAt - ttlMs;
  }
  throw nameTakenError(name, undefined);
}

async function endEarlier(storage: Storage, earlier: AgentRecord, by: string): Promise<void> {
  const reason = `${earlier.name} began a new life`;
  await freeBelongings(storage, { identity: identityOf(earlier), by, reason });
}
