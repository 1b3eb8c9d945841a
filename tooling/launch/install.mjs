import { join } from 'node:path';
import { fingerprint, workspaceFolders } from './fingerprint.mjs';
import { pinnedPnpm, pnpm } from './pnpm.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/** Installs the locked dependencies if the lockfile or a package.json changed since the last time. */
export async function installIfChanged() {
  const manifests = workspaceFolders().map((folder) => join(folder, 'package.json'));
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]);
  if (readStamp('install') === wanted) return 0;
  console.error('Installing dependencies …');
  // Only npm's cache holds pnpm itself: where node_modules came from elsewhere, pnpm replaces it unasked.
  const options = ['--frozen-lockfile', '--prefer-offline', '--config.confirm-modules-purge=false'];
  const exitCode = await pnpm(['install', ...options]);
  if (exitCode === 0) writeStamp('install', wanted);
  else
    console.error(
      '\nThe dependencies could not be installed; the reason stands above. If a package.json was changed, ' +
        `write the lockfile anew with "npx ${pinnedPnpm()} install" and commit it.`,
    );
  return exitCode;
}
