import type { DashboardModel } from '../../model/dashboard-model.js';
import type { Findable } from '../../model/filter.js';
import type { ListName } from '../layout.js';
import type { Span } from '../line.js';
import type { Column } from '../table.js';

export interface SummaryRoom {
  /** Of the pane. */
  width: number;
  glyph: (state: string) => string;
}

/** One list of the dashboard as data: what is in it, how a row looks, what it can be found and sorted by. */
export interface Pane<Item> {
  name: ListName;
  title: string;
  /** Said where there is nothing. */
  empty: string;
  items: (model: DashboardModel, now: number) => readonly Item[];
  /** Stays the same while the item lives, wherever it moves to. */
  key: (item: Item) => string;
  found: (item: Item) => Findable;
  /** The first is the order of `items`. */
  sorts: ReadonlyArray<{ name: string; compare?: (a: Item, b: Item) => number }>;
  columns: ReadonlyArray<Column<Item>>;
  /** Beside the title: how many of what. */
  summary: (model: DashboardModel, now: number, room: SummaryRoom) => Span[];
  /** New things come at the end, and the list follows them until somebody moves up. */
  isTail?: boolean;
}
