/** `node:tls`, loaded (6 ms) by the first use of anything in it: most servers are near, or behind a socket. */
export = Object.create(
  new Proxy({}, { get: (_none, name) => Reflect.get(process.getBuiltinModule('node:tls'), name) }),
);
