import { type JsonObject, type JsonValue, sha256 } from '@agentcoord/core';
import type { DecisionInput } from '../entry/decision-input.js';
import type { DeriveRule, SeenEvent } from './derive-rule.js';

const MAX_SHOWN = 1_000;

/** Taken away from its holder by somebody else: `locks release --force`, or a reaper. */
const lockForced: DeriveRule = ({ type, entity, fields }) => {
  if (type !== 'lease-revoked') return undefined;
  const { holder, reason, by } = fields;
  return entry('lock-forced', entity, text(reason), { grant: entity.slice('lease/'.length), holder, by });
};

const taskDeadLettered: DeriveRule = ({ type, entity, fields }) => {
  if (type !== 'task-failed') return undefined;
  // One store tells of the failure that was the last, another of all of them.
  const failures = Array.isArray(fields.failures) ? fields.failures : [fields.failure];
  const last = failures.filter(isObject).at(-1) ?? {};
  const { attempt, worker, message } = last;
  const details = { task: entity.slice('task/'.length), attempt, worker };
  return entry('task-dead-lettered', entity, text(message), details);
};

const taskTakenAway: DeriveRule = ({ type, entity, fields }) =>
  type === 'task-evicted'
    ? entry('task-taken-away', entity, text(fields.reason), { task: entity.slice('task/'.length) })
    : undefined;

/** Once for each life: the registry may write the record of the dead several times. */
const agentReaped = onRecord('agents', (value) => {
  const { state, freed, incarnation, name, cause } = value;
  if (state !== 'dead' || freed !== true || typeof incarnation !== 'string') return undefined;
  const details = { agent: name, incarnation, cause };
  return {
    ...entry('agent-reaped', `agent ${text(name)}`, text(cause), details),
    id: `agent-reaped-${incarnation}`,
  };
});

const workerKilled = onRecord('workers', (value) => {
  const { id, name, state, exit } = value;
  if ((state !== 'exited' && state !== 'failed') || typeof id !== 'string') return undefined;
  const ended = isObject(exit) ? exit : {};
  const details = { worker: name, spawn: id, state, code: ended.code, signal: ended.signal };
  return {
    ...entry('worker-ended', `worker ${text(name)}`, text(ended.reason), details),
    id: `worker-ended-${id}`,
  };
});

/** Each step of a request. Whether its signatures are right is the reader's to judge; here is who said what. */
const approvalStep = onRecord('approvals', (value, id) => {
  const votes = (Array.isArray(value.votes) ? value.votes : []).filter(isObject);
  const last = votes.at(-1);
  const about = { approval: id, action: value.action, hash: value.hash, requester: value.requester };
  // An approval may have no description.
  const context = [text(value.action), text(value.description)].filter((part) => part !== '').join(': ');
  if (isObject(value.used)) return entry('approval-used', context, '', { ...about, by: value.used.by });
  if (isObject(value.cancelled))
    return entry('approval-cancelled', context, text(value.cancelled.reason), about);
  if (value.expiredAt !== undefined) return entry('approval-expired', context, '', about);
  if (last === undefined) return entry('approval-requested', context, '', about);
  const { by, verdict, at, key, signature, policy } = last;
  const isDecided = value.decidedVersion !== undefined || policy !== undefined;
  return entry(isDecided ? `approval-${text(verdict)}` : 'approval-vote', context, text(last.reason), {
    ...about,
    by,
    verdict,
    at,
    key,
    signature,
    policy,
  });
});

const budgetHit: DeriveRule = ({ type, fields }) => {
  if (type !== 'spend-refused') return undefined;
  const { scope, cap, spent, reserved } = fields;
  const reason = `${text(spent)} spent and ${text(reserved)} reserved of ${text(cap)}`;
  return entry('budget-hit', `budget of ${text(scope)}`, reason, { scope, cap, spent, reserved });
};

const ownerChanged = onRecord('owners', (value, id) =>
  entry('owner-changed', `namespace ${id}`, text(value.reason), { owner: value.owner, epoch: value.epoch }),
);

/** A coordinator comes, goes, or a team is ended; each once, however often its record is written. */
const teamStep = onRecord('teams', (value) => {
  const { name, path, cancelled, lead } = value;
  const about = { team: name, path };
  const context = `team of ${text(name)}`;
  if (isObject(cancelled)) {
    const details = { ...about, by: cancelled.by };
    return {
      ...entry('team-cancelled', context, text(cancelled.reason), details),
      id: idOf('team-cancelled', name, cancelled.at),
    };
  }
  if (!isObject(lead))
    return { ...entry('team-founded', context, '', about), id: idOf('team-founded', name, value.createdAt) };
  const { identity, fence, pid, host, why, leftAt } = lead;
  const type = leftAt === undefined ? 'coordinator-leads' : 'coordinator-left';
  const reason = leftAt === undefined ? text(why) : 'it said goodbye';
  return {
    ...entry(type, context, reason, { ...about, identity, fence, pid, host }),
    id: idOf(type, name, fence),
  };
});

/** Each step of a matter on its way from desk to desk, and its end. */
const escalationStep = onRecord('escalations', (value, id) => {
  const { matter, subject, incarnation, team, desk, state, settledBy } = value;
  const steps = (Array.isArray(value.steps) ? value.steps : []).filter(isObject);
  const last = steps.at(-1) ?? {};
  const about = { escalation: id, matter, subject, incarnation, team, desk };
  if (state === 'settled')
    return {
      ...entry('escalation-settled', text(value.title), text(value.outcome), { ...about, by: settledBy }),
      id: idOf('escalation-settled', id, steps.length),
    };
  const type = steps.length > 1 ? 'escalation-moved' : 'escalation-raised';
  return {
    ...entry(type, text(value.title), text(last.why), { ...about, by: last.by }),
    id: idOf(type, id, steps.length),
  };
});

/** What every audit log derives: the words of other packages' records stand here as data, without importing them. */
export const DEFAULT_RULES: readonly DeriveRule[] = [
  lockForced,
  taskDeadLettered,
  taskTakenAway,
  agentReaped,
  workerKilled,
  approvalStep,
  budgetHit,
  ownerChanged,
  teamStep,
  escalationStep,
];

/** The same for the same step of the same thing, whatever characters its name has. */
function idOf(type: string, ...parts: ReadonlyArray<JsonValue | undefined>): string {
  return `${type}-${sha256(JSON.stringify(parts)).slice(0, 32)}`;
}

function onRecord(
  collection: string,
  derive: (value: JsonObject, id: string) => DecisionInput | undefined,
): DeriveRule {
  const prefix = `record/${collection}/`;
  return ({ type, entity, fields }: SeenEvent) => {
    if (type !== 'record-stored' || !entity.startsWith(prefix) || !isObject(fields.value)) return undefined;
    return derive(fields.value, entity.slice(prefix.length));
  };
}

function entry(type: string, context: string, reason: string, details: JsonObject): DecisionInput {
  return {
    type,
    context: shorten(context),
    ...(reason === '' ? {} : { reason: shorten(reason) }),
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
  };
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function shorten(long: string): string {
  return long.length > MAX_SHOWN ? `${long.slice(0, MAX_SHOWN - 1)}…` : long;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
