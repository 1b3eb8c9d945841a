import { buildIfChanged } from './build-if-changed.mjs';
import { installIfChanged } from './install.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

/** Makes a fresh or changed checkout ready to run. Resolves to 0, or to the failing step's exit code. */
export function setUp() {
  requireSupportedNode();
  return oneAtATime(async () => (await installIfChanged()) || (await buildIfChanged()));
}
