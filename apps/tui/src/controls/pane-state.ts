/** Where somebody is in a list. The selection sticks to its item, by key, and stays at its place when the item goes. */
export interface PaneState {
  key: string | undefined;
  index: number;
  /** The first row that is visible. */
  top: number;
  /** Rows that were visible when it was last painted. */
  height: number;
  filter: string;
  sort: number;
  /** Stays at the end while new things come. */
  follows: boolean;
}

export function newPaneState({ follows }: { follows: boolean }): PaneState {
  return { key: undefined, index: 0, top: 0, height: 10, filter: '', sort: 0, follows };
}

interface Sequence<Item> {
  items: readonly Item[];
  key: (item: Item) => string;
}

/** Where the selection is now, after the list has changed under it; -1 in an empty list. */
export function selectedIndex<Item>(state: PaneState, { items, key }: Sequence<Item>): number {
  const last = items.length - 1;
  if (last < 0) return -1;
  if (state.follows) return last;
  const there = items[state.index];
  if (state.key === undefined || (there !== undefined && key(there) === state.key))
    return Math.min(state.index, last);
  const moved = items.findIndex((item) => key(item) === state.key);
  return moved === -1 ? Math.min(state.index, last) : moved;
}

export function select<Item>(
  state: PaneState,
  index: number,
  { items, key, isTail }: Sequence<Item> & { isTail: boolean },
): void {
  const last = items.length - 1;
  const at = Math.max(0, Math.min(last, index));
  const item = items[at];
  state.index = at;
  state.key = item === undefined ? undefined : key(item);
  state.follows = isTail && at === last;
}

/** The first visible row, so that the selected one is visible, moved no further than needed. */
export function topFor({
  top,
  index,
  count,
  height,
}: Record<'top' | 'index' | 'count' | 'height', number>): number {
  const highest = Math.max(0, count - height);
  const lowered = Math.min(top, Math.max(0, index));
  const raised = Math.max(lowered, index - height + 1);
  return Math.min(highest, Math.max(0, raised));
}
