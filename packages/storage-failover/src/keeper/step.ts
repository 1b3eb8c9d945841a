import type { OwnView, SharedView } from '../gate/views.js';

/** What an operator asked for. */
export type Wish = 'hand-over' | 'take-over';

/** What a step decides on. Everything it writes is a compare-and-set against these. */
export interface Seen {
  own: OwnView;
  /** `null`: the primary did not answer. */
  shared: SharedView | null;
  /** It did not answer because nobody listens there. */
  nobodyListens: boolean;
  /** `clock.elapsed()` from before the look at the primary was sent. */
  startedAt: number;
  /** The same moment by the clock of this host's store, or a little before. */
  lookedAt: number;
  wish?: Wish;
}

/** `again`: something changed, look anew; `settled`: there is nothing to do before time passes or somebody acts. */
export type Progress = 'again' | 'settled';
