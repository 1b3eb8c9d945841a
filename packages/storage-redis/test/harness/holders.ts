import { type Evidence, fenceMono, type HistoryEntry, NO_EVIDENCE, oneHolder } from '@agentcoord/conformance';
import { AgentCoordError, newId, pause, type Storage } from '@agentcoord/core';

export interface Holders {
  /** Resolves when this many more grants were given, by anybody. */
  moreGrants(count: number): Promise<void>;
  /** Ends them; resolves to what is wrong with what they saw. */
  stop(): Promise<{ grants: number; violations: string[] }>;
}

/** How a holder's troubles end while its server is being replaced. All else is a bug. */
const EXPECTED = ['storage_unavailable', 'storage_unknown', 'session_expired'];

/**
 * Holders, each with a client of its own, that take and give back a few keys through every trouble. What they
 * write down is in the time of this process, and only what is certain: a grant counts from its reply on, and
 * until its release is sent or its time is over since the request was sent.
 */
export function startHolders(
  clients: readonly Storage[],
  { keys, ttlMs }: { keys: number; ttlMs: number },
): Holders {
  const histories: HistoryEntry[][] = clients.map(() => []);
  const unexpected: string[] = [];
  const waiting = new Set<{ at: number; resolve: () => void }>();
  let [grants, running] = [0, true];

  const hold = async (client: Storage, holder: string, history: HistoryEntry[]): Promise<void> => {
    for (let round = 0; running; round += 1) {
      const key = `file/${round % keys}`;
      const grantId = newId('grant');
      const sentAt = performance.now();
      try {
        const reply = await client.leases.acquire({ grantId, holder, keys: [{ key }], ttlMs });
        if (reply.status === 'granted') {
          const { fence } = reply.grant;
          const from = performance.now();
          history.push({ kind: 'lease-granted', grantId, key, fence, from, until: sentAt + ttlMs });
          grants += 1;
          for (const waiter of waiting) if (grants >= waiter.at) waiter.resolve();
          await pause(Math.random() * 3);
          history.push({ kind: 'lease-ending', grantId, at: performance.now() });
          await client.leases.release({ grantId });
        } else await pause(2);
      } catch (error) {
        if (!AgentCoordError.is(error) || !EXPECTED.includes(error.code)) unexpected.push(String(error));
        await pause(20);
      }
    }
  };
  const working = clients.map((client, index) => hold(client, `holder-${index}`, histories[index] ?? []));

  return {
    moreGrants: (count) =>
      new Promise((resolve) => {
        const waiter = {
          at: grants + count,
          resolve: () => {
            waiting.delete(waiter);
            resolve();
          },
        };
        waiting.add(waiter);
      }),
    async stop() {
      running = false;
      await Promise.all(working);
      return { grants, violations: [...unexpected, ...judge(histories)] };
    },
  };
}

/** Fences are compared key by key: on one key grants follow each other, so their order is known. */
function judge(histories: HistoryEntry[][]): string[] {
  const evidence: Evidence = { ...NO_EVIDENCE, histories };
  const keys = new Set(
    histories.flat().flatMap((entry) => (entry.kind === 'lease-granted' ? [entry.key] : [])),
  );
  const fences = [...keys].flatMap((key) =>
    fenceMono({
      ...NO_EVIDENCE,
      histories: histories.map((history) =>
        history.filter((entry) => entry.kind === 'lease-granted' && entry.key === key),
      ),
    }),
  );
  return [...oneHolder(evidence), ...fences];
}
