import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const GLIBC = 'glibc';
export const MUSL = 'musl';

/** As in the file store's require-libsql.ts: the loader of musl, there or not, tells the two apart. */
export function familySync(): string {
  const loader = `/lib/ld-musl-${process.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`;
  return existsSync(loader) ? MUSL : GLIBC;
}

export function currentTarget(): string {
  return `linux-${process.arch}-${familySync() === MUSL ? 'musl' : 'gnu'}`;
}

export function load(): never {
  throw new Error('LIBSQL_JS_DEV is for libsql itself.');
}

/**
 * The native library that was installed with libsql, never another one of that name. Looked for as Node
 * does, but without what packages say about their exports: to read that takes 2.5 ms.
 */
export function native(target: string): unknown {
  const file = join('@libsql', target, 'index.node');
  for (const modules of require.resolve.paths('libsql') ?? []) {
    const libsql = join(modules, 'libsql');
    if (!existsSync(libsql)) continue;
    const real = realpathSync.native(libsql);
    const found = [join(real, 'node_modules', file), join(dirname(real), file)].find((path) =>
      existsSync(path),
    );
    if (found !== undefined) return require(found);
    break;
  }
  const { createRequire } = process.getBuiltinModule('node:module');
  return createRequire(require.resolve('libsql'))(`@libsql/${target}`);
}
