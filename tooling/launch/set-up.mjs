import { fetchAgentsIfMissing } from '../agent-programs/fetch-agents.mjs';
import { fetchBrowserIfMissing } from '../browser/fetch-browser.mjs';
import { fetchBubblewrapIfMissing } from '../bubblewrap/fetch-bubblewrap.mjs';
import { fetchEngineIfMissing } from '../container-engine/fetch-engine.mjs';
import { fetchServerIfMissing } from '../redis/fetch-server.mjs';
import { fetchTmuxIfMissing } from '../tmux/fetch-tmux.mjs';
import { buildIfChanged } from './build-if-changed.mjs';
import { installIfChanged } from './install.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

/**
 * Makes a fresh or changed checkout ready to run. Resolves to 0, or to the failing step's exit code.
 * `servers`: fetch what the tests start, because tests never download. `agents`: also the agents that people run; `browser`: and what
 * pages are looked at with.
 */
export function setUp({ servers = false, agents = false, browser = false } = {}) {
  requireSupportedNode();
  return oneAtATime(async () => {
    const exitCode = (await installIfChanged()) || (await buildIfChanged());
    if (exitCode === 0 && servers) {
      fetchServerIfMissing();
      fetchBubblewrapIfMissing();
      fetchEngineIfMissing();
      fetchTmuxIfMissing();
    }
    if (exitCode === 0 && agents) fetchAgentsIfMissing();
    if (exitCode === 0 && browser) fetchBrowserIfMissing();
    return exitCode;
  });
}
