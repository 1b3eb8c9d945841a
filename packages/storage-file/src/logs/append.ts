import type { AppendRequest } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import { nextOfLog } from './head.js';

export const append: Verb<AppendRequest, { sequence: number; at: number }> = {
  name: 'logs.append',
  run(tx, { log, id, author, queuedAt, body }) {
    const known = tx.get<{ sequence: number; at: number }>(
      'SELECT sequence, at FROM log_entries WHERE log = ? AND id = ?',
      ...[log, id],
    );
    if (known) return known;
    const { sequence, version } = nextOfLog(tx, log, 1);
    tx.run(
      'INSERT INTO log_entries(log, sequence, id, at, author, body, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[log, sequence, id, tx.now, author ?? null, JSON.stringify(body), queuedAt ?? null],
    );
    tx.emit('log-appended', `log/${log}`, version, {
      sequence,
      id,
      ...(author === undefined ? {} : { author }),
    });
    tx.signal(`log/${log}`);
    return { sequence, at: tx.now };
  },
};
