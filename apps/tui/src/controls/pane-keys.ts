import { PANES, type PaneName, TABS } from '../view/layout.js';
import { paneOf } from '../view/panes/all-panes.js';
import { openCommandLine } from './command-line.js';
import type { Controller } from './controller.js';
import * as doing from './item-actions.js';
import type { KeyPress } from './key-press.js';
import { LineEditor } from './line-editor.js';
import { nudge, reply } from './message-actions.js';
import { topFor } from './pane-state.js';
import { scaleWorkers, spawnWorkers } from './worker-actions.js';

type Press = (controller: Controller) => void;

const KEYS: Readonly<Record<string, Press>> = {
  j: (controller) => move(controller, 1),
  down: (controller) => move(controller, 1),
  k: (controller) => move(controller, -1),
  up: (controller) => move(controller, -1),
  g: (controller) => jump(controller, 0),
  home: (controller) => jump(controller, 0),
  G: (controller) => jump(controller, Number.MAX_SAFE_INTEGER),
  end: (controller) => jump(controller, Number.MAX_SAFE_INTEGER),
  'C-d': (controller) => move(controller, half(controller)),
  'C-u': (controller) => move(controller, -half(controller)),
  pagedown: (controller) => move(controller, 2 * half(controller)),
  pageup: (controller) => move(controller, -2 * half(controller)),
  tab: (controller) => cycle(controller, 1),
  'S-tab': (controller) => cycle(controller, -1),
  enter: (controller) => controller.focusOn('detail'),
  escape: back,
  z: (controller) => {
    controller.isZoomed = !controller.isZoomed;
  },
  '[': (controller) => turnTab(controller, -1),
  ']': (controller) => turnTab(controller, 1),
  o: sort,
  '/': openFilter,
  ':': openCommandLine,
  '?': (controller) => {
    controller.overlay = { kind: 'help', top: 0 };
  },
  p: (controller) => {
    controller.overlay = { kind: 'problems', index: 0 };
  },
  q: (controller) => controller.parts.quit(),
  n: (controller) => doing.newTask(controller),
  a: (controller) => doing.decide(controller, 'approve'),
  d: (controller) => doing.decide(controller, 'reject'),
  r: (controller) => (controller.list === 'board' ? reply(controller) : doing.retry(controller)),
  x: doing.cancel,
  u: doing.unlock,
  K: doing.kill,
  s: (controller) => spawnWorkers(controller),
  S: (controller) => scaleWorkers(controller),
  m: (controller) => nudge(controller),
  y: doing.copyId,
};

export function pressPane(controller: Controller, { name }: KeyPress): void {
  const pane = PANES[Number(name) - 1];
  if (/^[1-8]$/.test(name) && pane !== undefined) controller.focusOn(pane);
  else KEYS[name]?.(controller);
}

function move(controller: Controller, by: number): void {
  const { focus, states } = controller;
  if (focus === 'detail') scrollTo(controller, states.detail.top + by);
  else controller.moveTo(focus, controller.indexIn(focus) + by);
}

function jump(controller: Controller, to: number): void {
  if (controller.focus === 'detail') scrollTo(controller, to);
  else controller.moveTo(controller.focus, to);
}

/** The painter brings it back to the last line there is, and there a conversation goes on by itself. */
function scrollTo({ states }: Controller, top: number): void {
  states.detail.top = Math.max(0, top);
  states.detail.follows = false;
}

function half({ focus, states }: Controller): number {
  return Math.max(1, Math.floor(states[focus].height / 2));
}

/** Of the tabs, only the one that is open is in the round. */
function cycle(controller: Controller, by: number): void {
  const round = PANES.filter((name) => name === controller.tab || !TABS.some((tab) => tab === name));
  const at = round.indexOf(controller.focus as PaneName);
  const next = round[(at + by + round.length) % round.length];
  if (next !== undefined) controller.focusOn(next);
}

/** One step out: of the zoom, of the detail, of a filter. */
function back(controller: Controller): void {
  if (controller.isZoomed) controller.isZoomed = false;
  else if (controller.focus === 'detail') controller.focusOn(controller.list);
  else controller.states[controller.focus].filter = '';
}

function turnTab(controller: Controller, by: number): void {
  const next = TABS[(TABS.indexOf(controller.tab) + by + TABS.length) % TABS.length];
  if (next === undefined) return;
  controller.tab = next;
  if (TABS.some((tab) => tab === controller.focus || tab === controller.list)) controller.focusOn(next);
}

function sort(controller: Controller): void {
  const { list, states } = controller;
  const { sorts } = paneOf(list);
  const state = states[list];
  state.sort = (state.sort + 1) % sorts.length;
  controller.say(`${paneOf(list).title} sorted by ${sorts[state.sort]?.name ?? ''}.`);
}

function openFilter(controller: Controller): void {
  const { list, states } = controller;
  const state = states[list];
  const before = state.filter;
  const set = (text: string): void => {
    state.filter = text;
    state.top = topFor({ top: 0, index: 0, count: 0, height: state.height });
  };
  controller.focusOn(list);
  controller.overlay = {
    kind: 'prompt',
    label: `Filter ${paneOf(list).title.toLowerCase()} /`,
    hint: 'words, tag: state: agent: and ! for not',
    editor: new LineEditor(before),
    onChange: set,
    onSubmit: set,
    onCancel: () => set(before),
  };
}
