import { unpackPackages } from '../debian/unpacked-packages.mjs';
import { browserPackages, findBrowser, howToGetOne } from './find-browser.mjs';

/** Set-up: a browser for the tests of the report, where this machine has none. A hundred megabytes, so only for the full tests. */
export function fetchBrowserIfMissing() {
  if (process.platform !== 'linux' || process.env.AGENTCOORD_CHROMIUM || findBrowser()) return;
  unpackPackages({ name: 'chromium', packages: browserPackages, howToGetOne });
}
