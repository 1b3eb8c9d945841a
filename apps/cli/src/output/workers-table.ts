import { activityText, type WatchedWorker } from '../worker/worker-activity.js';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

export function renderWorkers(workers: readonly WatchedWorker[], paint: Paint): Promise<string> {
  return renderTable(
    workers,
    [
      { title: 'WORKER', cell: (worker) => worker.name, maxWidth: 32 },
      // Of a host that is gone nobody can say that it ended.
      { title: 'STATE', cell: (worker) => (worker.exit?.lost ? 'lost' : worker.state) },
      { title: 'NOW', cell: ({ activity }) => activity && activityText(activity), maxWidth: 80 },
      { title: 'MODE', cell: (worker) => worker.mode },
      { title: 'PID', cell: (worker) => worker.handle?.pid ?? '-', align: 'right' },
      { title: 'TAGS', cell: (worker) => worker.tags.join(','), maxWidth: 32 },
      { title: 'LOG', cell: (worker) => worker.logFile },
    ],
    paint.heading,
  );
}
