import type { ReplicaBatch } from '@agentcoord/core';
import type { ScriptInput } from '../../scripts/script-input.js';
import { SCRIPTS } from '../../scripts/scripts.js';
import { encodeEntity, encodeEvent } from './encode-entity.js';

/** A batch as the arguments of `replica/apply`. */
export function batchArguments(batch: ReplicaBatch): NonNullable<ScriptInput['args']> {
  const { origin, from, to, page, cursor, now, fence, longestLeaseMs } = batch;
  const entities: string[] = [];
  for (const entity of batch.entities) addEntry(entities, encodeEntity(entity));
  for (const event of batch.events) addEntry(entities, encodeEvent(event));
  return {
    source: origin.source,
    source_epoch: origin.epoch,
    from: from === null ? '' : `${from.epoch} ${from.sequence}`,
    to: `${to.epoch} ${to.sequence}`,
    page: from === null ? `=${page ?? ''}` : '',
    cursor,
    owner_now: now,
    fence,
    longest: longestLeaseMs,
    entities,
  };
}

/** All entries have as many words as the longest kind. */
function addEntry(words: string[], entry: readonly string[]): void {
  if (entry.length === 0) return;
  const { length } = SCRIPTS.replica.apply.each;
  for (let index = 0; index < length; index += 1) words.push(entry[index] ?? '');
}
