import { type ListName, PANES, type PaneName } from '../view/layout.js';
import { paneOf } from '../view/panes/all-panes.js';
import { THEME_NAMES } from '../view/theme.js';
import type { Controller } from './controller.js';
import * as doing from './item-actions.js';
import { LineEditor } from './line-editor.js';
import { nudge, reply } from './message-actions.js';
import type { Completion } from './overlay.js';
import { scaleWorkers, spawnWorkers } from './worker-actions.js';

interface Candidate {
  name: string;
  /** For who does not know it by that name. */
  about?: string;
}

interface CommandLineEntry {
  name: string;
  summary: string;
  /** What its argument may be. */
  candidates?: (controller: Controller) => Candidate[];
  run: (controller: Controller, argument: string) => void;
}

const COMMANDS: readonly CommandLineEntry[] = [
  ...PANES.map(
    (pane): CommandLineEntry => ({
      name: pane,
      summary: `go to ${pane}`,
      run: (controller) => controller.focusOn(pane),
    }),
  ),
  on('approve', 'approvals', (controller, reason) =>
    doing.decide(controller, 'approve', reason || undefined),
  ),
  on('deny', 'approvals', (controller, reason) => doing.decide(controller, 'reject', reason || undefined)),
  on('retry', 'tasks', doing.retry),
  on('cancel', 'tasks', doing.cancel),
  on('unlock', 'locks', doing.unlock),
  on('kill', 'agents', doing.kill),
  on('reply', 'board', reply),
  on('message', 'agents', nudge),
  {
    name: 'spawn',
    summary: 'start workers',
    run: (controller, many) => spawnWorkers(controller, many),
  },
  {
    name: 'scale',
    summary: 'as many workers as there shall be',
    run: (controller, many) => scaleWorkers(controller, many),
  },
  {
    name: 'new',
    summary: 'a new task',
    run: (controller, title) => doing.newTask(controller, title),
  },
  {
    name: 'filter',
    summary: 'show only what matches',
    run: ({ states, list }, text) => {
      states[list].filter = text;
    },
  },
  {
    name: 'sort',
    summary: 'by what the list is ordered',
    candidates: ({ list }) => paneOf(list).sorts.map(({ name }) => ({ name })),
    run: (controller, by) => {
      const index = paneOf(controller.list).sorts.findIndex(({ name }) => name === by);
      if (index === -1) controller.say(`${paneOf(controller.list).title} cannot be sorted by ${by}.`, 'bad');
      else controller.states[controller.list].sort = index;
    },
  },
  {
    name: 'theme',
    summary: 'how it looks',
    candidates: () => THEME_NAMES.map((name) => ({ name })),
    run: (controller, wanted) => {
      const theme = THEME_NAMES.find((name) => name === wanted);
      if (theme === undefined) controller.say(`There are the themes ${THEME_NAMES.join(', ')}.`, 'bad');
      else controller.theme = theme;
    },
  },
  {
    name: 'problems',
    summary: 'what waits for you',
    run: (controller) => {
      controller.overlay = { kind: 'problems', index: 0 };
    },
  },
  {
    name: 'zoom',
    summary: 'the pane over the whole screen',
    run: (controller) => {
      controller.isZoomed = !controller.isZoomed;
    },
  },
  { name: 'copy', summary: 'the id of what is selected', run: doing.copyId },
  {
    name: 'help',
    summary: 'all keys',
    run: (controller) => {
      controller.overlay = { kind: 'help', top: 0 };
    },
  },
  { name: 'quit', summary: 'leave', run: (controller) => controller.parts.quit() },
];

/** Those with an argument that cannot be completed. */
const TAKES_TEXT = new Set(['new', 'filter', 'spawn', 'scale']);

/** What a line could become. The command first, then its argument; case does not matter. */
function completions(controller: Controller, line: string): Completion[] {
  const [name = '', ...rest] = line.trimStart().split(' ');
  const fitting = commandsFor(name);
  if (rest.length === 0)
    return fitting.map(({ name: whole, summary, candidates }) => ({
      line: candidates || TAKES_TEXT.has(whole) ? `${whole} ` : whole,
      label: fitting.length === 1 ? `${whole}: ${summary}` : whole,
    }));
  const command = commandNamed(name);
  const argument = rest.join(' ').toLowerCase();
  return (command?.candidates?.(controller) ?? [])
    .filter(({ name: word, about = '' }) => `${word} ${about}`.toLowerCase().includes(argument))
    .slice(0, 50)
    .map(({ name: word, about }) => ({
      line: `${command?.name} ${word}`,
      label: about === undefined ? word : `${word} ${about}`,
    }));
}

function commandsFor(start: string): CommandLineEntry[] {
  return COMMANDS.filter(({ name }) => name.startsWith(start.toLowerCase()));
}

/** By its name, or by as much of it as no other has. */
function commandNamed(start: string): CommandLineEntry | undefined {
  const found = commandsFor(start);
  return (
    found.find(({ name }) => name === start.toLowerCase()) ?? (found.length === 1 ? found[0] : undefined)
  );
}

export function openCommandLine(controller: Controller): void {
  controller.overlay = {
    kind: 'prompt',
    label: ':',
    hint: 'Tab completes',
    editor: new LineEditor(),
    complete: (line) => completions(controller, line),
    onSubmit: (line) => runLine(controller, line.trim()),
  };
}

function runLine(controller: Controller, line: string): void {
  if (line === '') return;
  const [name = '', ...rest] = line.split(' ');
  const command = commandNamed(name);
  if (command) command.run(controller, rest.join(' ').trim());
  else
    controller.say(
      `There is no command ${JSON.stringify(name)}. Tab shows those that fit, ? all keys.`,
      'bad',
    );
}

/** A command about one thing: the selected one, or the one that is named. */
function on(
  name: string,
  list: ListName & PaneName,
  run: (controller: Controller, rest: string) => void,
): CommandLineEntry {
  return {
    name,
    summary: `${name} what is selected, or named`,
    candidates: (controller) =>
      controller.items(list).map((item) => ({ name: nameIn(list, item), ...aboutIn(list, item) })),
    run: (controller, argument) => {
      const [word = '', ...rest] = argument.split(' ');
      if (word === '') {
        controller.focusOn(list);
        return run(controller, '');
      }
      const items = controller.items(list);
      const exact = items.find((item) => nameIn(list, item) === argument);
      const alike = items.filter((one) => nameIn(list, one).endsWith(word));
      const item =
        exact ??
        items.find((one) => nameIn(list, one) === word) ??
        (alike.length === 1 ? alike[0] : undefined);
      if (item === undefined && alike.length > 1)
        return controller.say(
          `${alike.length} of the ${list} end in ${JSON.stringify(word)}: say more of it.`,
          'bad',
        );
      if (item === undefined)
        return controller.say(`There is no ${JSON.stringify(word)} among the ${list}.`, 'bad');
      controller.show(list, paneOf(list).key(item));
      run(controller, exact ? '' : rest.join(' '));
    },
  };
}

/** Ids say nothing to anybody: what a row is about can be typed as well. */
function aboutIn(list: ListName, item: unknown): Pick<Candidate, 'about'> {
  const { title, action } = item as { title?: string; action?: string };
  const about = list === 'approvals' ? action : list === 'agents' || list === 'locks' ? undefined : title;
  return about === undefined ? {} : { about };
}

/** Locks are known by their path, all others by the key of their row. */
function nameIn(list: ListName, item: unknown): string {
  return list === 'locks' ? (item as { path: string }).path : paneOf(list).key(item);
}
