import type { DashboardModel } from '../model/dashboard-model.js';
import { parseFilter } from '../model/filter.js';
import type { ListName } from '../view/layout.js';
import { paneOf } from '../view/panes/all-panes.js';
import type { PaneState } from './pane-state.js';

interface Made {
  of: string;
  items: readonly unknown[];
}

/** Filtered and sorted lists, made anew only when something in them has changed: 10,000 tasks take 10 ms to sort. */
export class Listings {
  private readonly made = new Map<ListName, Made>();

  constructor(
    private readonly model: DashboardModel,
    private readonly now: () => number,
  ) {}

  items(name: ListName, { filter, sort }: Pick<PaneState, 'filter' | 'sort'>): readonly unknown[] {
    const of = `${this.changeOf(name)}|${sort}|${filter}`;
    const before = this.made.get(name);
    if (before?.of === of) return before.items;
    const pane = paneOf(name);
    const all = pane.items(this.model, this.now());
    const matches = parseFilter(filter);
    const found = matches ? all.filter((item) => matches(pane.found(item))) : all;
    const compare = pane.sorts[sort]?.compare;
    const items = compare ? [...found].sort(compare) : found;
    this.made.set(name, { of, items });
    return items;
  }

  private changeOf(name: ListName): string {
    if (name === 'tasks') return `${this.model.tasks.revision}`;
    // The others are short, and what they say depends on the time.
    return `${this.model.revision}@${Math.floor(this.now() / 1000)}`;
  }
}
