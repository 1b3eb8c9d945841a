import { pause } from '../../../packages/core/src/index.js';
import type { Fault } from '../faults/fault.js';
import { faultKind } from '../faults/faults.js';
import { monotonicMs } from '../history/monotonic.js';
import type { Scene } from './scene.js';

/** Lets every fault happen at its time, those of one target one after the other; resolves to what was skipped. */
export async function playFaults(faults: readonly Fault[], scene: Scene): Promise<string[]> {
  const start = monotonicMs();
  const skipped: string[] = [];
  const chains = new Map<string, Promise<void>>();
  const play = async (fault: Fault): Promise<void> => {
    await pause(Math.max(0, start + fault.atMs - monotonicMs()));
    const begun = await faultKind(fault.kind).begin(fault, scene);
    if (typeof begun !== 'function') {
      skipped.push(`${fault.kind}: ${begun.skipped}`);
      return;
    }
    await pause(fault.forMs);
    await begun();
  };
  for (const fault of faults) {
    const target = faultKind(fault.kind).target(fault);
    chains.set(
      target,
      (chains.get(target) ?? Promise.resolve()).then(() => play(fault)),
    );
  }
  await Promise.all(chains.values());
  await pause(Math.max(0, start + scene.plan.workMs - monotonicMs()));
  return skipped;
}
