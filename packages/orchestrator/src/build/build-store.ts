import { AgentCoordError, type JsonObject, type Storage } from '@agentcoord/core';
import { type BuildRecord, recordJson, taskIdOf } from './build-record.js';
import { checkPlan } from './check-plan.js';
import type { BuildPlan, PlannedTask } from './plan.js';

const BUILDS = 'builds';
const PLANNED = 'build-tasks';

export interface StoredBuild {
  record: BuildRecord;
  plan: BuildPlan;
}

/** Builds of one namespace: a record each, and one for every planned task, since a plan is larger than a record may be. */
export class BuildStore {
  constructor(private readonly storage: Pick<Storage, 'records'>) {}

  /** @throws `storage_corrupt` when what is stored is no plan. */
  async find(id: string): Promise<StoredBuild | undefined> {
    const [head] = await this.storage.records.get({ collection: BUILDS, ids: [id] });
    if (!head) return undefined;
    // Written by this class alone; its plan is checked again, for it is what will be done.
    const record = head.value as unknown as BuildRecord;
    const { records } = await this.storage.records.list({
      collection: PLANNED,
      labels: { run: record.run },
      limit: 1_000,
    });
    return {
      record,
      plan: readPlan(
        record,
        records.map(({ value }) => value),
      ),
    };
  }

  /** The tasks first: a build whose record is there has all of them. */
  async save({ record, plan }: StoredBuild): Promise<void> {
    for (const [place, task] of plan.tasks.entries()) {
      await this.storage.records.put({
        collection: PLANNED,
        id: taskIdOf(record.run, task.key),
        value: { ...taskJson(task), place },
        labels: { run: record.run },
      });
    }
    await this.update(record);
  }

  async update(record: BuildRecord): Promise<void> {
    await this.storage.records.put({
      collection: BUILDS,
      id: record.id,
      value: recordJson(record),
      labels: { specification: label(record.specification.path) },
    });
  }

  /** Builds of earlier states of the same document, the newest first. */
  async ofSpecification(path: string): Promise<BuildRecord[]> {
    const { records } = await this.storage.records.list({
      collection: BUILDS,
      labels: { specification: label(path) },
      limit: 1_000,
    });
    return records
      .map(({ value }) => value as unknown as BuildRecord)
      .sort((a, b) => b.plannedAt - a.plannedAt);
  }
}

function readPlan({ id, summary, taskCount }: BuildRecord, values: readonly JsonObject[]): BuildPlan {
  const inOrder = [...values].sort((a, b) => Number(a.place) - Number(b.place));
  try {
    const plan = checkPlan({ summary, tasks: inOrder.map(({ place, ...task }) => task) });
    if (plan.tasks.length === taskCount) return plan;
    throw new Error(`${plan.tasks.length} of ${taskCount} tasks are there`);
  } catch (cause) {
    throw new AgentCoordError(
      'storage_corrupt',
      `The stored plan of ${id} cannot be used: ${cause instanceof Error ? cause.message : String(cause)} Make a new one with --replan.`,
      { data: { build: id }, cause },
    );
  }
}

function taskJson({ dependsOn, ...task }: PlannedTask): JsonObject {
  return { ...task, depends_on: dependsOn };
}

/** A label has 128 characters; the end of a path says most. */
function label(path: string): string {
  return path.slice(-128).toWellFormed();
}
