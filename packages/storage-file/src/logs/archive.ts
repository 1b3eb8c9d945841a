import type { Verb } from '../operations/mutate.js';
import { nextOfLog } from './head.js';

export const archive: Verb<{ log: string; upTo: number }, { removed: number }> = {
  name: 'logs.archive',
  run(tx, { log, upTo }) {
    const removed = tx.run('DELETE FROM log_entries WHERE log = ? AND sequence <= ?', log, upTo);
    if (removed > 0) tx.emit('log-archived', `log/${log}`, nextOfLog(tx, log, 0).version, { upTo, removed });
    return { removed };
  },
};
