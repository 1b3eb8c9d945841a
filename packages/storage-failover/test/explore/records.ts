import type { RedisRecord } from './protocol.js';
import { HOST_NAMES, type View, type World } from './world.js';

/** The record in Redis as the rules want it. A tick is a millisecond to them. */
export function redisRecord(world: World): RedisRecord {
  const { ownership, adopted, mayHaveForgotten, copy, announcement } = world.redis;
  return {
    ownership,
    adopted,
    mayHaveForgotten,
    position: { epoch: copy.epoch, sequence: copy.sequence },
    announcement:
      announcement === null
        ? null
        : { storeId: HOST_NAMES[announcement.host] ?? '', stoodMs: announcement.stood },
  };
}

export function viewOf(world: World): View {
  const { heldBack, copy, joins } = world.redis;
  return { record: { ...redisRecord(world), announcement: null }, heldBack, fence: copy.fence, joins };
}
