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
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = name === 'records' ? records : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
