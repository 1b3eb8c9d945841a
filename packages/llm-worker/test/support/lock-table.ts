import { AgentCoordError, pause } from '@agentcoord/core';
import type { FileLocking, LockRequest } from '../../src/ports/file-locking.js';

interface Grant {
  holder: string;
  intent: string;
  paths: readonly string[];
  fence: number;
  lost: AbortController;
}

/** File locks of several workers in one process, with the answers of the real ones. */
export class LockTable {
  private fence = 1000;
  private readonly grants = new Set<Grant>();
  /** Everything that happened, in order: `a takes x.ts`, `a gives x.ts`. */
  readonly history: string[] = [];
  readonly intents: string[] = [];

  for(holder: string): FileLocking {
    return { lock: (paths, request) => this.lock(holder, paths, request) };
  }

  /** Ends the grants over a path as an expiry would. */
  lose(path: string): void {
    for (const grant of [...this.grants].filter(({ paths }) => paths.includes(path))) {
      this.grants.delete(grant);
      grant.lost.abort(
        new AgentCoordError('lock_lost', `Lost the lock on ${path}.`, { data: { paths: [path] } }),
      );
    }
  }

  held(): string[] {
    return [...this.grants].flatMap((grant) => grant.paths).sort();
  }

  private async lock(holder: string, paths: readonly string[], request: LockRequest) {
    const until = performance.now() + request.waitMs;
    for (;;) {
      const other = [...this.grants].find(
        (grant) => grant.holder !== holder && paths.some((path) => grant.paths.includes(path)),
      );
      if (!other) return this.grant(holder, paths, request.intent);
      const holds = [...this.grants].some((grant) => grant.holder === holder);
      if (request.waitMs > 0 && holds)
        throw new AgentCoordError('would_deadlock', 'It would wait while holding.');
      if (performance.now() >= until) {
        throw new AgentCoordError('lock_held', `${paths.join(', ')} is locked by ${other.holder}.`, {
          data: {
            path: paths[0] ?? '',
            holder: other.holder,
            intent: other.intent,
            expiresAt: 1_800_000_000_000,
          },
        });
      }
      await pause(5, request.signal);
    }
  }

  private grant(holder: string, paths: readonly string[], intent: string) {
    this.fence += 1;
    const grant: Grant = {
      holder,
      intent,
      paths: [...paths],
      fence: this.fence,
      lost: new AbortController(),
    };
    this.grants.add(grant);
    this.intents.push(intent);
    this.history.push(`${holder} takes ${paths.join('+')}`);
    return {
      fence: grant.fence,
      signal: grant.lost.signal,
      release: () => {
        if (this.grants.delete(grant)) this.history.push(`${holder} gives ${paths.join('+')}`);
        return Promise.resolve();
      },
    };
  }
}
