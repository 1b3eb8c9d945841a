import { unpackPackages } from '../debian/unpacked-packages.mjs';
import { findTmux, howToGetOne } from './find-tmux.mjs';

/** Set-up: a tmux for the tests of the dashboard, where this machine has none. */
export function fetchTmuxIfMissing() {
  if (process.env.AGENTCOORD_TMUX || findTmux()) return;
  unpackPackages({
    name: 'tmux',
    packages: ['tmux', 'libevent-core-2.1-7', 'libtinfo6', 'libutempter0'],
    howToGetOne,
  });
}
