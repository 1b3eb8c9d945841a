/** `node:crypto`, loaded (4 ms) by the first use of anything in it. A bundle looks in a prototype for what is not here. */
export = Object.create(
  new Proxy({}, { get: (_none, name) => Reflect.get(process.getBuiltinModule('node:crypto'), name) }),
);
