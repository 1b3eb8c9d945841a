import type { Post } from '@agentcoord/board';
import type { Task } from '@agentcoord/core';

/** What a list does not carry of the thing that is selected. */
export type Detail =
  | { kind: 'task'; id: string; task: Task }
  | { kind: 'thread'; id: string; posts: readonly Post[] };
