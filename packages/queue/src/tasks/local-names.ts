import { invalid } from '@agentcoord/core';
import type { Draft } from './draft-task.js';
import { inPlace, type PlaceOf, wholeTask } from './place.js';

/** What the tasks of one batch are called, by their author and in the store. */
export interface LocalNames {
  /** The id behind a key or an id of the batch. */
  idOf(name: string): string | undefined;
  /** The name its author gave to a task: the key where it has one. */
  spoken(name: string): string;
}

/** @throws `invalid_argument` when one name stands for two tasks. */
export function localNames(drafts: readonly Draft[], placeOf: PlaceOf): LocalNames {
  const named = new Map<string, { id: string; spoken: string; index: number }>();
  const add = (name: string, field: string, draft: Draft, index: number): void => {
    const earlier = named.get(name);
    if (earlier !== undefined && earlier.index !== index) {
      const other = wholeTask(placeOf(earlier.index));
      inPlace(placeOf(index), () => {
        throw invalid(field, `different from the id and the key of ${other}`, name);
      });
    }
    named.set(name, { id: draft.task.id, spoken: draft.key ?? draft.task.id, index });
  };
  for (const [index, draft] of drafts.entries()) {
    add(draft.task.id, 'id', draft, index);
    if (draft.key !== undefined) add(draft.key, 'key', draft, index);
  }
  return {
    idOf: (name) => named.get(name)?.id,
    spoken: (name) => named.get(name)?.spoken ?? name,
  };
}
