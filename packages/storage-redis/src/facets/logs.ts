import { checkAppend, checkArchive, checkName, checkRead, type LogHead, type Logs } from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { decodeLogEntry } from '../decode/log-entry.js';
import { SCRIPTS } from '../scripts/scripts.js';

const { append, archive, read } = SCRIPTS.logs;

export function redisLogs(caller: Caller): Logs {
  const { keys } = caller;
  const keysFor = (log: string) => ({
    entries: keys.log(log),
    counts: keys.logCounts(log),
    ids: keys.logIds(log),
  });
  return {
    async append(request, options) {
      const checked = caller.check(options, () => checkAppend(request));
      const { log, id, author, queuedAt = '', body } = checked;
      const input = {
        keys: keysFor(log),
        args: { log, id, author, queued: queuedAt, body: JSON.stringify(body) },
      };
      const { value } = await caller.mutate(append, checked, input, options);
      return value as unknown as { sequence: number; at: number };
    },

    async read(request, options) {
      const { log, after, before, limit, order } = caller.check(options, () => checkRead(request));
      // Exclusive on both sides; a range that cannot hold anything is still asked for its head.
      const args = {
        log,
        from: `(${after}-0`,
        to: before === undefined ? '+' : `(${before}-0`,
        limit,
        order,
      };
      const { value, rest } = await caller.call(read, { keys: keysFor(log), args }, options);
      const lines = rest as readonly string[];
      return { entries: lines.map((line) => decodeLogEntry(log, line)), head: value as unknown as LogHead };
    },

    async head(request, options) {
      const log = caller.check(options, () => checkName(request.log, 'log'));
      const args = { log, from: '-', to: '+', limit: 0, order: 'ascending' };
      const { value } = await caller.call(read, { keys: keysFor(log), args }, options);
      return value as unknown as LogHead;
    },

    async archive(request, options) {
      const checked = caller.check(options, () => checkArchive(request));
      const { log, upTo } = checked;
      const { value } = await caller.mutate(
        archive,
        checked,
        { keys: keysFor(log), args: { log, up_to: upTo } },
        options,
      );
      return { removed: value.removed as number };
    },
  };
}
