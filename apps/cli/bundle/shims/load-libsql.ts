import { requireLibsql as requireInstalled } from '../../../../packages/storage-file/src/sqlite/require-libsql.js';

/** The bundled libsql where its native library can be told in advance, else the installed one. */
export function requireLibsql(from: NodeJS.Require): unknown {
  const { platform, arch } = process;
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) {
    try {
      return require('libsql');
    } catch {
      // Another machine than it looks like: libsql finds out by itself.
    }
  }
  return requireInstalled(from);
}
