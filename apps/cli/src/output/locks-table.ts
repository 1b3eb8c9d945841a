import { formatDuration } from '@agentcoord/core';
import type { LockInfo } from '@agentcoord/locks';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

/** @param now of the storage's clock. */
export function renderLocks(locks: readonly LockInfo[], now: number, paint: Paint): Promise<string> {
  return renderTable(
    locks,
    [
      { title: 'PATH', cell: (lock) => (lock.scope === 'tree' ? `${lock.path}/` : lock.path), maxWidth: 60 },
      { title: 'MODE', cell: (lock) => lock.mode },
      { title: 'HELD BY', cell: (lock) => lock.agent ?? lock.holder, maxWidth: 32 },
      { title: 'EXPIRES', cell: (lock) => `in ${formatDuration(Math.max(0, lock.expiresAt - now))}` },
      { title: 'FENCE', cell: (lock) => lock.fence, align: 'right' },
      { title: 'WAITING', cell: (lock) => lock.waiters.length, align: 'right' },
      { title: 'GRANT', cell: (lock) => lock.grantId },
      { title: 'INTENT', cell: (lock) => lock.intent ?? '', maxWidth: 48 },
    ],
    paint.heading,
  );
}
