import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

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

/** The native library that was installed with the file store's libsql, never another one of that name. */
export function native(target: string): unknown {
  return createRequire(libsqlOf(require).resolve('libsql'))(`@libsql/${target}`);
}

export function libsqlOf(from: NodeJS.Require): NodeJS.Require {
  return createRequire(from.resolve('@agentcoord/storage-file/package.json'));
}
