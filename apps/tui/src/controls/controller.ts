import { describeThrown } from '@agentcoord/core';
import type { Actions } from '../actions/actions.js';
import type { Subject } from '../feed/detail-reader.js';
import type { DashboardModel } from '../model/dashboard-model.js';
import { findProblems, type Problem } from '../model/problems.js';
import { type ListName, PANES, type PaneName, TABS, type TabName } from '../view/layout.js';
import { paneOf } from '../view/panes/all-panes.js';
import type { ThemeName } from '../view/theme.js';
import type { KeyPress } from './key-press.js';
import { Listings } from './listings.js';
import type { Overlay } from './overlay.js';
import { pressOverlay } from './overlay-keys.js';
import { pressPane } from './pane-keys.js';
import { newPaneState, type PaneState, select, selectedIndex } from './pane-state.js';

export interface ControllerParts {
  model: DashboardModel;
  /** Storage clock. */
  now: () => number;
  actions: Actions;
  isReadOnly: boolean;
  theme: ThemeName;
  /** Ends the dashboard. */
  quit: () => void;
  copy: (text: string) => void;
  /** Something that is shown has changed, and not by a key. */
  changed: () => void;
}

export interface Message {
  text: string;
  tone: 'good' | 'bad' | 'faint';
}

/** What somebody does at the keyboard, and where on the screen they are. */
export class Controller {
  focus: PaneName = 'tasks';
  /** The list that the detail is about: the last one that had the focus. */
  list: ListName = 'tasks';
  tab: TabName = 'board';
  isZoomed = false;
  overlay: Overlay | undefined;
  message: Message | undefined;
  theme: ThemeName;
  /** Keys that were pressed so far. */
  presses = 0;
  readonly states: Readonly<Record<PaneName, PaneState>>;
  private readonly listings: Listings;
  private counted: { second: number; count: number; isBad: boolean } | undefined;

  constructor(readonly parts: ControllerParts) {
    this.theme = parts.theme;
    this.listings = new Listings(parts.model, parts.now);
    const states = PANES.map((name): [PaneName, PaneState] => [
      name,
      newPaneState({ follows: name === 'audit' || name === 'logs' }),
    ]);
    this.states = Object.fromEntries(states) as Record<PaneName, PaneState>;
  }

  press(key: KeyPress): void {
    this.presses += 1;
    this.message = undefined;
    if (key.name === 'C-c') this.parts.quit();
    else if (this.overlay !== undefined) pressOverlay(this, this.overlay, key);
    else pressPane(this, key);
  }

  items(name: ListName): readonly unknown[] {
    return this.listings.items(name, this.states[name]);
  }

  /** -1 in an empty list. */
  indexIn(name: ListName): number {
    return selectedIndex(this.states[name], { items: this.items(name), key: paneOf(name).key });
  }

  /** Whether what somebody selected is no longer there: then nothing is done to its neighbour, and they are told. */
  selectionIsGone(name: ListName): boolean {
    const index = this.indexIn(name);
    const item = this.items(name)[index];
    if (item === undefined) return false;
    const state = this.states[name];
    const before = state.key;
    // Whatever is done is done to this one, also when the list changes under it.
    state.key = paneOf(name).key(item);
    state.index = index;
    if (before === undefined || before === state.key) return false;
    this.say('What was selected is gone. Now this one is: press again if you mean it.', 'bad');
    return true;
  }

  /** What is selected in a list, as that list's pane gave it out. */
  selected(name: ListName): unknown {
    return this.items(name)[this.indexIn(name)];
  }

  focusOn(pane: PaneName): void {
    this.focus = pane;
    if (pane === 'detail') return;
    const isOther = pane !== this.list;
    this.list = pane;
    if (isOther) this.beginDetail();
    const tab = TABS.find((name) => name === pane);
    if (tab !== undefined) this.tab = tab;
  }

  moveTo(name: ListName, index: number): void {
    const items = this.items(name);
    const { key, isTail = false } = paneOf(name);
    select(this.states[name], index, { items, key, isTail });
    this.beginDetail();
  }

  /** A conversation is read from its end, everything else from its beginning. */
  private beginDetail(): void {
    this.states.detail.top = 0;
    this.states.detail.follows = this.list === 'board';
  }

  /** Brings something into view, wherever it is shown. */
  show(name: ListName, key: string | undefined): void {
    const state = this.states[name];
    state.filter = '';
    state.follows = false;
    this.focusOn(name);
    const index =
      key === undefined ? -1 : this.items(name).findIndex((item) => paneOf(name).key(item) === key);
    if (index !== -1) this.moveTo(name, index);
  }

  problems(): Problem[] {
    return findProblems(this.parts.model, this.parts.now());
  }

  /** For the header, which is painted all the time: counted once a second. */
  problemCount(): { count: number; isBad: boolean } {
    const second = Math.floor(this.parts.now() / 1000);
    if (this.counted?.second !== second) {
      const problems = this.problems();
      const isBad = problems.some(({ severity }) => severity === 'bad');
      this.counted = { second, count: problems.length, isBad };
    }
    return this.counted;
  }

  /** What has to be read for the detail pane. */
  subject(): Subject | undefined {
    const item = this.selected(this.list);
    if (item === undefined) return undefined;
    if (this.list === 'tasks') {
      const { id, version } = item as { id: string; version: number };
      return { kind: 'task', id, version };
    }
    if (this.list !== 'board') return undefined;
    const { id, lastSequence } = item as { id: string; lastSequence: number };
    return { kind: 'thread', id, version: lastSequence };
  }

  say(text: string, tone: Message['tone'] = 'faint'): void {
    this.message = { text, tone };
  }

  /** True, and said so, where it was started only to look. */
  refusesChanges(): boolean {
    if (this.parts.isReadOnly) this.say('This dashboard only looks (--read-only).', 'bad');
    return this.parts.isReadOnly;
  }

  /** Does something in the store, and answers where it happened: at the foot of the screen. */
  run(doing: string, work: (actions: Actions) => Promise<string>, onFailure?: () => void): void {
    if (this.refusesChanges()) return;
    this.say(doing);
    work(this.parts.actions)
      .then(
        (done) => this.say(done, 'good'),
        (error: unknown) => {
          this.say(describeThrown(error), 'bad');
          onFailure?.();
        },
      )
      .finally(this.parts.changed)
      .catch(() => undefined);
  }
}
