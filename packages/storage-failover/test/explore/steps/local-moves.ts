import { becomeOwner, beginHandOver, follow, type Ownership } from '../protocol.js';
import { at } from '../verbs.js';
import { HOST_NAMES, type View, type World } from '../world.js';
import type { Step } from './step.js';

/** What a store may write about itself after somebody of its host has read Redis: just now, or long ago. */
export function localMoves(world: World, host: number, view: View): Step[] {
  const { record, copy } = at(world.hosts, host);
  const name = HOST_NAMES[host];
  const steps: Step[] = [];
  const isAskedFor = view.joins.some((joins, other) => joins && other !== host);
  const begun = beginHandOver(record, view.record, isAskedFor);
  if (begun.allowed)
    steps.push({
      name: `${name} begins to hand over and runs nothing more`,
      change: (next) => {
        at(next.hosts, host).record = begun.record;
      },
    });
  const own = becomeOwner(record, view.record, { position: copy });
  if (own.allowed)
    steps.push({
      name: `${name} becomes the owner`,
      change: (next) => {
        const owner = at(next.hosts, host);
        owner.record = own.record;
        owner.heldBack = view.heldBack;
        owner.look = 0;
        owner.copy.fence = Math.max(owner.copy.fence, view.fence);
        owner.copy.epoch = own.record.epoch;
        owner.copy.sequence = Math.max(owner.copy.sequence, view.record.position.sequence) + 1;
      },
    });
  const followed = follow(record, view.record);
  if (followed.allowed)
    steps.push({
      name: `${name} learns that ${describe(view.record.ownership)} owns`,
      change: (next) => {
        at(next.hosts, host).record = followed.record;
      },
    });
  return steps;
}

export function describe(ownership: Ownership | null): string {
  return ownership === null
    ? 'no owner'
    : `${ownership.owner.replace('store:', '')} (epoch ${ownership.epoch})`;
}
