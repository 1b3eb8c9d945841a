import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * libsql asks two packages which of its prebuilt binaries fits this machine, and they write a diagnostic
 * report of the whole process to find out: 25 of the 60 ms that a short command takes. On Linux the loader
 * of musl, there or not, says the same; so the two are answered for while libsql is loaded. Where that
 * answer is wrong the binary does not load, and libsql is asked to find out by itself.
 */
export function requireLibsql(require: NodeJS.Require): unknown {
  const target = linuxTarget();
  if (target === undefined) return require('libsql');
  const answers = answerFor(require, target);
  try {
    return require('libsql');
  } catch {
    for (const path of answers) delete require.cache[path];
    delete require.cache[require.resolve('libsql')];
    return require('libsql');
  } finally {
    for (const path of answers) delete require.cache[path];
  }
}

function linuxTarget(): { name: string; family: 'glibc' | 'musl' } | undefined {
  const { platform, arch } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) return undefined;
  const isMusl = existsSync(`/lib/ld-musl-${arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`);
  return isMusl
    ? { name: `linux-${arch}-musl`, family: 'musl' }
    : { name: `linux-${arch}-gnu`, family: 'glibc' };
}

function answerFor(require: NodeJS.Require, target: { name: string; family: string }): string[] {
  const paths = [dirname(require.resolve('libsql'))];
  const modules = {
    '@neon-rs/load': { currentTarget: () => target.name },
    'detect-libc': { familySync: () => target.family, GLIBC: 'glibc', MUSL: 'musl' },
  };
  const answered: string[] = [];
  for (const [name, exports] of Object.entries(modules)) {
    const path = require.resolve(name, { paths });
    if (require.cache[path] !== undefined) continue;
    require.cache[path] = { exports, loaded: true, id: path, filename: path } as unknown as NodeJS.Module;
    answered.push(path);
  }
  return answered;
}
