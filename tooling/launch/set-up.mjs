import { buildIfChanged } from './build-if-changed.mjs';
import { installIfChanged } from './install.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

/** Makes a fresh or changed checkout ready to run; ends the process with the failing step's exit code. */
export async function setUp({ build = true } = {}) {
  requireSupportedNode();
  const exitCode = await oneAtATime(async () => {
    const installed = await installIfChanged();
    return installed === 0 && build ? buildIfChanged() : installed;
  });
  if (exitCode !== 0) process.exit(exitCode);
}
