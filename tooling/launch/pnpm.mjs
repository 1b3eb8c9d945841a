import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { root } from './root.mjs';

/** "pnpm@<version>", as pinned by the root package.json. */
export function pinnedPnpm() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
}

/** pnpm comes through npx, so that a machine with only Node and npm is enough. */
export function pnpm(args) {
  return runQuietly('npx', ['--yes', pinnedPnpm(), ...args], {
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
}
