import { randomBytes } from 'node:crypto';
import type { JsonObject, Storage } from '@agentcoord/core';
import type { TaskInput } from '@agentcoord/queue';
import { taskIdOf } from '../build/build-record.js';
import { FIELD_OF, type Lead, reviewTitle } from './leads.js';

const REVIEWS = 'reviews';

/** A review of one state of a repository. Whoever asks for the same one goes on with it. */
export interface ReviewRecord {
  /** Of what is reviewed: the state of the tree, the folder and the leads. */
  id: string;
  /** Its tasks have it as their tag. */
  run: string;
  /** Relative to the root of the repository; `.` for all of it. */
  path: string;
  leads: Lead[];
  /** The commit that is checked out; left out where there is none. */
  commit?: string;
  startedAt: number;
}

type Wanted = Omit<ReviewRecord, 'run' | 'startedAt'> & {
  now: number;
  fresh: boolean;
  /** Ends the one that a fresh one takes the place of; only then the fresh one is written down. */
  giveUp(before: ReviewRecord): Promise<void>;
};

/** The review that was begun, or a new one. */
export async function openReviewRecord(
  storage: Pick<Storage, 'records'>,
  { now, fresh, giveUp, ...wanted }: Wanted,
): Promise<{ record: ReviewRecord; resumed: boolean }> {
  const [known] = await storage.records.get({ collection: REVIEWS, ids: [wanted.id] });
  // Written here alone.
  const before = known?.value as unknown as ReviewRecord | undefined;
  if (before && !fresh) return { record: before, resumed: true };
  if (before) await giveUp(before);
  const record: ReviewRecord = {
    ...wanted,
    run: `${wanted.id}-${randomBytes(2).toString('hex')}`,
    startedAt: now,
  };
  const value = JSON.parse(JSON.stringify(record)) as JsonObject;
  await storage.records.put({ collection: REVIEWS, id: record.id, value });
  return { record, resumed: false };
}

/** One task a lead. Their ids follow from the record: adding them again adds nothing. */
export function reviewTasks({ run, path, leads }: ReviewRecord): TaskInput[] {
  const where =
    path === '.' ? 'the whole repository' : `what lies in ${JSON.stringify(path)}, and what it depends on`;
  return leads.map((lead) => ({
    id: taskIdOf(run, lead),
    title: reviewTitle(lead),
    description: `Review ${where}. You are responsible for one field, and others for the rest:\n\n${FIELD_OF[lead]}`,
    tags: [run],
    // Else a worker without tags would take it, and that knows nothing of the budget of this run.
    requires: [run],
    // Names the tree whose common budget they spend.
    parent: run,
    payload: { engine: 'llm', job: 'review' },
  }));
}
