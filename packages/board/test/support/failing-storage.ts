import { AgentCoordError, type Storage } from '@agentcoord/core';

/** The same storage, whose records can be written `writes` more times and then no more: a process that dies there. */
export function failingAfter(storage: Storage, writes: number): Storage {
  let left = writes;
  const records = {
    ...storage.records,
    put: async (...request: Parameters<Storage['records']['put']>) => {
      if (left === 0) throw new AgentCoordError('storage_unavailable', 'It died here.');
      left -= 1;
      return storage.records.put(...request);
    },
  };
  return withFacet(storage, 'records', records);
}

/** The same storage, from which no reply to the next `append` comes back though it runs. */
export function losingReply(storage: Storage): Storage {
  let isLost = false;
  const logs = {
    ...storage.logs,
    append: async (...request: Parameters<Storage['logs']['append']>) => {
      const reply = await storage.logs.append(...request);
      if (isLost) return reply;
      isLost = true;
      throw new AgentCoordError('storage_unknown', 'No reply came.');
    },
  };
  return withFacet(storage, 'logs', logs);
}

/** The same storage, whose owner is gone: what is appended waits on this host. */
export function waitingForOwner(storage: Storage): Storage {
  const append = () => Promise.resolve({ sequence: 0, at: 1, queued: true as const });
  return withFacet(storage, 'logs', { ...storage.logs, append });
}

function withFacet(storage: Storage, facet: string, replaced: object): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = name === facet ? replaced : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
