import type { Controller } from './controller.js';
import type { Form } from './forms/form.js';
import type { KeyPress } from './key-press.js';
import type { Overlay, Prompt } from './overlay.js';
import { pressPane } from './pane-keys.js';

/** What lies over the panes has the keyboard: no letter that is typed there does anything else. */
export function pressOverlay(controller: Controller, overlay: Overlay, key: KeyPress): void {
  switch (overlay.kind) {
    case 'help':
      pressHelp(controller, overlay, key);
      return;
    case 'confirm':
      // No is the default: only a y is a yes.
      controller.overlay = undefined;
      if (key.name === 'y' || key.name === 'Y') overlay.onYes();
      else controller.say('Nothing was changed.');
      return;
    case 'prompt':
      pressPrompt(controller, overlay, key);
      return;
    case 'problems':
      pressProblems(controller, overlay, key);
      return;
    case 'form':
      pressForm(controller, overlay.form, key);
  }
}

function pressForm(controller: Controller, form: Form, key: KeyPress): void {
  const answer = form.press(key);
  if (answer === undefined) return;
  controller.overlay = undefined;
  if (answer === 'cancel') {
    controller.say(form.input.nothing);
    return;
  }
  const { doing, work, confirm } = form.sending();
  const send = (): void => {
    const { presses } = controller;
    // What was typed is not lost for something that went wrong; who has gone on to something else is not interrupted.
    controller.run(doing, work, () => {
      if (controller.presses === presses) controller.overlay ??= { kind: 'form', form };
    });
  };
  if (confirm === undefined) send();
  else controller.overlay = { kind: 'confirm', ...confirm, onYes: send };
}

function pressPrompt(controller: Controller, prompt: Prompt, key: KeyPress): void {
  if (key.name === 'escape') {
    controller.overlay = undefined;
    prompt.onCancel?.();
  } else if (key.name === 'enter') {
    controller.overlay = undefined;
    prompt.onSubmit(prompt.editor.text);
  } else if (key.name === 'tab') {
    const [best] = prompt.complete?.(prompt.editor.text) ?? [];
    if (best !== undefined) prompt.editor.text = best.line;
  } else if (prompt.editor.press(key)) prompt.onChange?.(prompt.editor.text);
}

/** Any key goes back, but for those that scroll. The painter keeps it within what there is. */
function pressHelp(
  controller: Controller,
  help: Extract<Overlay, { kind: 'help' }>,
  { name }: KeyPress,
): void {
  if (name === 'j' || name === 'down') help.top += 1;
  else if (name === 'k' || name === 'up') help.top = Math.max(0, help.top - 1);
  else controller.overlay = undefined;
}

/** What the advice beside a problem may name. */
const ACTS = new Set(['a', 'd', 'r', 'u', 'K', 'm', 'x']);

function pressProblems(
  controller: Controller,
  overlay: Extract<Overlay, { kind: 'problems' }>,
  { name }: KeyPress,
): void {
  const problems = controller.problems();
  const last = Math.max(0, problems.length - 1);
  if (name === 'j' || name === 'down') overlay.index = Math.min(last, overlay.index + 1);
  else if (name === 'k' || name === 'up') overlay.index = Math.max(0, Math.min(last, overlay.index) - 1);
  else if (name === 'g') overlay.index = 0;
  else if (name === 'G') overlay.index = last;
  else if (name === 'enter' || ACTS.has(name)) {
    const problem = problems[Math.min(last, overlay.index)];
    controller.overlay = undefined;
    if (problem === undefined) return;
    controller.show(problem.pane, problem.id);
    if (problem.id !== undefined && name !== 'enter') pressPane(controller, { name });
  } else if (name === 'escape' || name === 'p' || name === 'q') controller.overlay = undefined;
}
