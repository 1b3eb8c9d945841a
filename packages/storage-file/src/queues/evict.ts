import type { Verb } from '../operations/mutate.js';
import { loseClaim, moveOne } from './expire.js';
import { TASK_COLUMNS, type TaskRow } from './task-row.js';

export interface EvictRequest {
  worker: string;
  reason: string;
}

/** Looks at all tasks that wait for the clock: an index by worker would cost every claim. */
export const evict: Verb<EvictRequest, { taskIds: string[] }> = {
  name: 'queues.evict',
  run(tx, { worker, reason }) {
    const rows = tx.all<TaskRow>(
      `SELECT ${TASK_COLUMNS} FROM tasks WHERE wake_at IS NOT NULL AND state = 'claimed' AND worker = ? ORDER BY sequence`,
      worker,
    );
    const taskIds: string[] = [];
    for (const row of rows) {
      if ((row.wake_at ?? 0) <= tx.now) {
        moveOne(tx, row);
      } else {
        loseClaim(tx, row, 'task-evicted', `Taken from ${worker}: ${reason}`);
        taskIds.push(row.id);
      }
    }
    return { taskIds };
  },
};
