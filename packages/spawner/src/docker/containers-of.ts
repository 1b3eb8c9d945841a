import { setTimeout as pause } from 'node:timers/promises';
import { LABELS } from './container-request.js';
import type { Engine } from './engine.js';
import { removeContainer } from './remove-container.js';

const LOOKS = 8;
const BETWEEN_MS = 250;

/** The containers of a spawn id, those that have ended included. `undefined` when the engine does not say. */
export async function containersOf(engine: Engine, spawnId: string): Promise<string[] | undefined> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${LABELS.spawnId}=${spawnId}`] }));
  const { status, body } = await engine.call('GET', `/containers/json?all=1&filters=${filters}`);
  if (status !== 200 || !Array.isArray(body)) return undefined;
  return (body as Array<{ Id?: unknown; Labels?: Record<string, unknown> | null } | null>).flatMap(
    (found) => {
      const id = found?.Id;
      // An engine that does not understand the filter gives all there are.
      const isOurs = found?.Labels?.[LABELS.spawnId] === spawnId;
      return typeof id === 'string' && /^[0-9a-f]{12,64}$/.test(id) && isOurs ? [id] : [];
    },
  );
}

/**
 * Whoever asks for a container and gets no answer does not know whether there will be one: the engine may be at it
 * still. It is looked for by its spawn id for a while, and removed; nothing ran in it.
 */
export async function removeIfMade(engine: Engine, spawnId: string): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const found = await containersOf(engine, spawnId).catch(() => undefined);
    for (const id of found ?? []) await removeContainer(engine, id, { force: true });
    if (found !== undefined && found.length > 0) return;
    if (look < LOOKS) await pause(BETWEEN_MS);
  }
}
