import { MAX_PAGE, type Storage, sha256 } from '@agentcoord/core';
import {
  decodeEscalation,
  ESCALATIONS,
  type Escalation,
  type EscalationStep,
  type KnownEscalation,
} from './escalation.js';

export type NewEscalation = Pick<
  Escalation,
  'matter' | 'subject' | 'incarnation' | 'title' | 'message' | 'team' | 'desk'
> & { by: string; why: string };

/** The record id: the same for whoever sees the same occurrence. */
export function escalationId({
  matter,
  subject,
  incarnation,
}: Pick<Escalation, 'matter' | 'subject' | 'incarnation'>): string {
  return `${matter}-${sha256(JSON.stringify([subject, incarnation])).slice(0, 32)}`;
}

/** `undefined` when somebody has raised it before. */
export async function raise(storage: Storage, input: NewEscalation): Promise<Escalation | undefined> {
  const { by, why, ...about } = input;
  const at = await storage.now();
  const escalation: Escalation = {
    ...about,
    id: escalationId(about),
    state: 'open',
    raisedAt: at,
    movedAt: at,
    steps: [{ desk: about.desk, at, by, why }],
  };
  return (await put(storage, escalation, 0)) ? escalation : undefined;
}

/** Puts it on another desk. `undefined` when it is no longer where `from` says: somebody else has moved or settled it. */
export async function moveTo(
  storage: Storage,
  from: Escalation,
  step: Omit<EscalationStep, 'at'>,
): Promise<Escalation | undefined> {
  const at = await storage.now();
  return change(storage, from.id, (now) =>
    now.state === 'open' && now.desk === from.desk
      ? { ...now, desk: step.desk, movedAt: at, steps: [...now.steps, { ...step, at }] }
      : undefined,
  );
}

/** `undefined` when it was settled already. */
export async function settle(
  storage: Storage,
  id: string,
  { by, outcome }: { by: string; outcome: string },
): Promise<Escalation | undefined> {
  const settledAt = await storage.now();
  return change(storage, id, (now) =>
    now.state === 'open' ? { ...now, state: 'settled', settledAt, settledBy: by, outcome } : undefined,
  );
}

async function getEscalation(storage: Storage, id: string): Promise<KnownEscalation | undefined> {
  const [stored] = await storage.records.get({ collection: ESCALATIONS, ids: [id] });
  return decodeEscalation(stored);
}

/** Oldest first. */
export async function listEscalations(
  storage: Pick<Storage, 'records'>,
  filter: { state?: Escalation['state'] } = {},
): Promise<Escalation[]> {
  const found: Escalation[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.records.list({
      collection: ESCALATIONS,
      limit: MAX_PAGE,
      cursor,
      ...(filter.state === undefined ? {} : { labels: { state: filter.state } }),
    });
    found.push(...page.records.flatMap((record) => decodeEscalation(record)?.escalation ?? []));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found.sort((a, b) => a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1));
}

/** What was settled so long ago that nobody asks any more. What has settled cannot be raised by the same cause again. */
export async function forgetSettled(storage: Storage, before: number): Promise<number> {
  const old = (await listEscalations(storage, { state: 'settled' })).filter(
    ({ settledAt }) => (settledAt ?? before) < before,
  );
  for (const { id } of old) await storage.records.remove({ collection: ESCALATIONS, id });
  return old.length;
}

async function change(
  storage: Storage,
  id: string,
  changed: (now: Escalation) => Escalation | undefined,
): Promise<Escalation | undefined> {
  for (;;) {
    const known = await getEscalation(storage, id);
    const value = known && changed(known.escalation);
    if (known === undefined || value === undefined) return undefined;
    if (await put(storage, value, known.version)) return value;
  }
}

async function put(storage: Storage, escalation: Escalation, ifVersion: number): Promise<boolean> {
  const reply = await storage.records.put({
    collection: ESCALATIONS,
    id: escalation.id,
    value: { ...escalation },
    labels: { state: escalation.state },
    ifVersion,
  });
  return reply.status === 'stored';
}
