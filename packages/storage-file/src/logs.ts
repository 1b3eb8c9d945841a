import { checkAppend, checkArchive, checkName, checkRead, type Logs } from '@agentcoord/core';
import { append } from './logs/append.js';
import { archive } from './logs/archive.js';
import { readHead } from './logs/head.js';
import { readEntries } from './logs/read.js';
import { mutate } from './operations/mutate.js';
import type { Store } from './store/store.js';

export function createLogs(store: Store): Logs {
  return {
    async append(request, options) {
      return mutate(store, append, checkAppend(request), options);
    },
    async read(request, options) {
      const checked = checkRead(request);
      return store.read(
        (view) => ({ entries: readEntries(view, checked), head: readHead(view, checked.log) }),
        options,
      );
    },
    async head(request, options) {
      const log = checkName(request.log, 'log');
      return store.read((view) => readHead(view, log), options);
    },
    async archive(request, options) {
      return mutate(store, archive, checkArchive(request), options);
    },
  };
}
