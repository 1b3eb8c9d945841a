import type { Finding } from '../finding.js';

export function storeFolder(noFallback: string): Finding {
  return {
    check: 'store-folder',
    severity: 'warning',
    what: `This host has no store of its own beside Redis: ${noFallback}`,
    why: 'While Redis is away it refuses everything, reads too, and it cannot join a namespace that another host has to itself.',
    fix: 'export AGENTCOORD_HOME="$HOME/.local/share/agentcoord"',
  };
}
