import { unpackPackages } from '../debian/unpacked-packages.mjs';
import { findBubblewrap, howToGetOne } from './find-bubblewrap.mjs';

/** Set-up: a bubblewrap for the tests of the sandbox, where this machine has none. */
export function fetchBubblewrapIfMissing() {
  if (process.env.AGENTCOORD_BUBBLEWRAP || findBubblewrap()) return;
  unpackPackages({
    name: 'bubblewrap',
    packages: ['bubblewrap', 'libcap2', 'libselinux1', 'libpcre2-8-0'],
    howToGetOne,
  });
}
