import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Evidence,
  type FinalState,
  type Loss,
  NO_EVIDENCE,
  type StoreState,
} from '../history/evidence.js';
import type { Opening } from './crew.js';
import type { Scene } from './scene.js';

/**
 * A server that may have forgotten something is adopted under a higher epoch: that is what people can see. Where there
 * is a failover it is the epoch of the ownership.
 */
export async function epochOf(scene: Scene): Promise<number> {
  if (!scene.system.has.includes('redis')) return 0;
  if (scene.system.has.includes('failover')) {
    const record = await scene.askRedis(`HGET {ac:${scene.namespace}}:gate record`);
    return Number(/"epoch":(\d+)/.exec(record)?.[1] ?? 0);
  }
  const reply = await scene.askRedis(`HGET {ac:${scene.namespace}}:meta server`);
  return Number(reply.split('/')[1] ?? 0);
}

/** What the workers saw, with what is there now; `undefined` where nobody could look at the namespace. */
export async function gather(
  scene: Scene,
  { epochBefore, stores }: { epochBefore: number; stores: StoreState[] },
): Promise<{ evidence: Evidence; looked: boolean }> {
  const { system, cutOff, losses, crew } = scene;
  const file = join(scene.folder, 'final.json');
  const looked = await crew.look(file);
  const evidence: Evidence = {
    calls: crew.calls(),
    uses: crew.resource.uses,
    final: looked ? (JSON.parse(readFileSync(file, 'utf8')) as FinalState) : NO_EVIDENCE.final,
    stores,
    losses: noticed(scene),
    lossReported: losses.length > 0 && (await epochOf(scene)) > epochBefore,
    cutOff,
    staleReads: system.has.includes('failover'),
    refusal: system.refusal,
  };
  return { evidence, looked };
}

/** How long clients of before may take to come back. */
const COMING_BACK_MS = 1_000;

/** Who had its storage open before a loss remembers the namespace, and notices; who opened it since may not. */
function noticed({ losses, system, crew }: Scene): Loss[] {
  return losses
    .toSorted((one, other) => one.from - other.from)
    .map((loss) => {
      const isNew = ({ from, until }: Opening): boolean =>
        until >= loss.from && from <= loss.until + COMING_BACK_MS;
      return { ...loss, unnoticed: system.newcomersMayNotNotice && crew.openings.some(isNew) };
    });
}
