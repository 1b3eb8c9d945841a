import type { JsonObject } from '@agentcoord/core';

/** A claimed task as an engine sees it: what to do, without how it was claimed. */
export interface TaskAssignment {
  id: string;
  title: string;
  description?: string;
  payload?: JsonObject;
  tags: readonly string[];
  /** The task at the top of its tree, for budgets; left out where it is that itself. */
  root?: string;
  /** 1 for the first. */
  attempt: number;
}
