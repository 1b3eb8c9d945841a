import type { Approval } from '@agentcoord/approvals';
import type { ThreadSummary } from '@agentcoord/board';
import type { LockInfo } from '@agentcoord/locks';
import type { JudgedAgent } from '../model/agent-table.js';
import type { TaskRow } from '../model/task-row.js';
import { nameOf } from '../view/name-of.js';
import type { Controller } from './controller.js';
import { LineEditor } from './line-editor.js';

/** Answers in the thread that is selected. */
export function reply(controller: Controller, text = ''): void {
  if (controller.refusesChanges() || controller.selectionIsGone('board')) return;
  const thread =
    controller.list === 'board' ? (controller.selected('board') as ThreadSummary | undefined) : undefined;
  if (thread === undefined) {
    controller.say('Select a thread first: 6 goes to the board.');
    return;
  }
  const { id, title } = thread;
  ask(controller, {
    label: `Reply in "${title}"`,
    text,
    onText: (message) =>
      controller.run('Replying…', (actions) => actions.reply({ id, title: `"${title}"` }, message)),
  });
}

/** A message to whoever stands behind what is selected: the agent, the worker of a task, the holder of a lock, who asks. */
export function nudge(controller: Controller, text = ''): void {
  if (controller.refusesChanges() || controller.selectionIsGone(controller.list)) return;
  const agent = whoIsBehind(controller);
  if (agent === undefined) {
    controller.say('Nobody stands behind what is selected. Select an agent: 1 goes to the agents.');
    return;
  }
  ask(controller, {
    label: `To ${agent}`,
    text,
    onText: (message) =>
      controller.run(`Sending it to ${agent}…`, (actions) => actions.sendMessage(agent, message)),
  });
}

/** What was given on the command line is sent; else it is typed at the foot of the screen. */
function ask(
  controller: Controller,
  { label, text, onText }: { label: string; text: string; onText: (message: string) => void },
): void {
  if (text !== '') {
    onText(text);
    return;
  }
  controller.overlay = {
    kind: 'prompt',
    label,
    hint: 'Enter sends, Esc does not',
    editor: new LineEditor(),
    onSubmit: (typed) => {
      if (typed.trim() === '') controller.say('Nothing was sent: there was no text.');
      else onText(typed.trim());
    },
    onCancel: () => controller.say('Nothing was sent.'),
  };
}

function whoIsBehind(controller: Controller): string | undefined {
  const item = controller.selected(controller.list);
  if (item === undefined) return undefined;
  switch (controller.list) {
    case 'agents':
      return (item as JudgedAgent).name;
    case 'tasks': {
      const { worker } = item as TaskRow;
      return worker === undefined ? undefined : nameOf(worker);
    }
    case 'locks': {
      const { agent, holder } = item as LockInfo;
      return agent ?? nameOf(holder);
    }
    case 'approvals':
      return nameOf((item as Approval).requestedBy);
    case 'board':
      return nameOf((item as ThreadSummary).lastAuthor);
    default:
      return undefined;
  }
}
