import type { Approval } from '@agentcoord/approvals';
import { hasEnded } from '@agentcoord/core';
import type { LockInfo } from '@agentcoord/locks';
import type { JudgedAgent } from '../model/agent-table.js';
import type { TaskRow } from '../model/task-row.js';
import { nameOf } from '../view/name-of.js';
import { paneOf } from '../view/panes/all-panes.js';
import type { Controller } from './controller.js';
import { taskForm } from './forms/task-form.js';
import { LineEditor } from './line-editor.js';

/** Says yes or no to the request that is selected; the reason may be left empty. */
export function decide(controller: Controller, verdict: 'approve' | 'reject', reason?: string): void {
  if (controller.refusesChanges() || controller.selectionIsGone('approvals')) return;
  const approval = controller.selected('approvals') as Approval | undefined;
  if (approval === undefined || (controller.list !== 'approvals' && reason === undefined)) {
    controller.say('Select a request first: 4 goes to the approvals.');
    return;
  }
  if (approval.status !== 'pending') {
    controller.say(`Nothing to decide: this request is ${approval.status}.`);
    return;
  }
  const { id, hash, action } = approval;
  const send = (text: string): void =>
    controller.run(`Deciding ${action}…`, (actions) =>
      actions.decide({ id, hash, verdict, reason: text.trim() }),
    );
  if (reason !== undefined) {
    send(reason);
    return;
  }
  controller.overlay = {
    kind: 'prompt',
    label: `${verdict === 'approve' ? 'Approve' : 'Deny'} ${action} of ${nameOf(approval.requestedBy)}: reason`,
    hint: 'Enter decides, Esc does not',
    editor: new LineEditor(),
    onSubmit: send,
    onCancel: () => controller.say('Nothing was decided.'),
  };
}

export function newTask(controller: Controller, title = ''): void {
  if (controller.refusesChanges()) return;
  controller.overlay = { kind: 'form', form: taskForm(title) };
}

export function retry(controller: Controller): void {
  if (controller.refusesChanges() || controller.selectionIsGone('tasks')) return;
  const task = selectedTask(controller);
  if (task === undefined) return;
  if (task.state !== 'failed' && task.state !== 'cancelled') {
    controller.say(`Only failed and cancelled tasks are retried: this one is ${task.state}.`);
    return;
  }
  controller.run(`Retrying ${task.title}…`, (actions) => actions.retry(task.id));
}

export function cancel(controller: Controller): void {
  if (controller.refusesChanges() || controller.selectionIsGone('tasks')) return;
  const task = selectedTask(controller);
  if (task === undefined) return;
  if (hasEnded(task.state)) {
    controller.say(`Too late: this task is ${task.state}.`);
    return;
  }
  const worker = task.worker === undefined ? '' : `${nameOf(task.worker)} works on it and is told at once. `;
  controller.overlay = {
    kind: 'confirm',
    question: `Cancel "${task.title}"?`,
    consequence: `${worker}Tasks that depend on it stay blocked or are cancelled with it.`,
    onYes: () => controller.run(`Cancelling ${task.title}…`, (actions) => actions.cancel(task.id, '')),
  };
}

export function unlock(controller: Controller): void {
  if (controller.refusesChanges() || controller.selectionIsGone('locks')) return;
  const lock =
    controller.list === 'locks' ? (controller.selected('locks') as LockInfo | undefined) : undefined;
  if (lock === undefined) {
    controller.say('Select a lock first: 3 goes to the locks.');
    return;
  }
  const { grantId, path, paths, agent, holder } = lock;
  const others = paths.length > 1 ? ` and ${paths.length - 1} more of the same lock` : '';
  controller.overlay = {
    kind: 'confirm',
    question: `Take ${path}${others} away from ${agent ?? nameOf(holder)}?`,
    consequence: 'It is told at once and cannot write there any more; work in progress on it may be lost.',
    onYes: () => controller.run(`Unlocking ${path}…`, (actions) => actions.unlock({ grantId, path }, '')),
  };
}

export function kill(controller: Controller): void {
  if (controller.refusesChanges() || controller.selectionIsGone('agents')) return;
  const agent =
    controller.list === 'agents' ? (controller.selected('agents') as JudgedAgent | undefined) : undefined;
  if (agent === undefined) {
    controller.say('Select an agent first: 1 goes to the agents.');
    return;
  }
  const { name, incarnation } = agent;
  controller.overlay = {
    kind: 'confirm',
    question: `Stop ${name}?`,
    consequence:
      'It may take 10 s to end, then it is killed with all it started. Its tasks go back to the queue.',
    onYes: () => controller.run(`Stopping ${name}…`, (actions) => actions.kill({ name, incarnation })),
  };
}

export function copyId(controller: Controller): void {
  const item = controller.selected(controller.list);
  if (item === undefined) return;
  const [id = ''] = paneOf(controller.list).key(item).split(' ');
  controller.parts.copy(id);
  controller.say(`Copied ${id}.`);
}

function selectedTask(controller: Controller): TaskRow | undefined {
  const task =
    controller.list === 'tasks' ? (controller.selected('tasks') as TaskRow | undefined) : undefined;
  if (task === undefined) controller.say('Select a task first: 2 goes to the tasks.');
  return task;
}
