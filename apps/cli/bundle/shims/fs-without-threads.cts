const fs = process.getBuiltinModule('node:fs');

/**
 * `node:fs/promises` on the calls that do not wait for the thread pool. A quick command has nothing else to
 * do meanwhile, and starting the pool costs it 2.5 ms. What has no such form is as it was.
 */
function inOneStep(name: string): unknown {
  const call: unknown = name === 'realpath' ? fs.realpathSync.native : Reflect.get(fs, `${name}Sync`);
  if (name === 'open' || typeof call !== 'function') return Reflect.get(fs.promises, name);
  return async (...args: unknown[]): Promise<unknown> => call(...args);
}

export = Object.create(new Proxy({}, { get: (_none, name) => inOneStep(String(name)) }));
