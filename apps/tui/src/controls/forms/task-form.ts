import { newId } from '@agentcoord/core';
import type { TaskInput } from '@agentcoord/queue';
import { checkTags, wholeNumber, wordsOf } from './checks.js';
import { Form, type FormValues } from './form.js';

const MAX_TITLE = 200;

/** A new task. */
export function taskForm(title = ''): Form {
  // The same however often it is sent: an answer may have been lost, and the task be there already.
  const id = newId('task');
  return new Form({
    title: 'New task',
    verb: 'adds',
    nothing: 'Nothing was added.',
    fields: [
      {
        name: 'title',
        label: 'Title',
        hint: 'one line: what is to be done',
        text: title,
        check: checkTitle,
      },
      { name: 'description', label: 'Description', hint: 'in full, for whoever does it' },
      {
        name: 'priority',
        label: 'Priority',
        hint: '1 to 5, 5 comes first',
        text: '3',
        check: wholeNumber(1, 5),
      },
      {
        name: 'tags',
        label: 'Tags',
        hint: 'apart by blanks; only workers with one of them, or with none, take it',
        check: checkTags,
      },
      {
        name: 'command',
        label: 'Command',
        hint: 'a shell command that is the work; empty: a model does it',
      },
      { name: 'verify', label: 'Verify', hint: 'a shell command that must pass before it counts as done' },
    ],
    send: (values) => ({
      doing: 'Adding the task…',
      work: (actions) => actions.addTask({ ...taskOf(values), id }),
    }),
  });
}

function checkTitle(text: string): string | undefined {
  if (text.trim() === '') return 'A task needs a title.';
  const { length } = [...text];
  return length > MAX_TITLE ? `At most ${MAX_TITLE} characters; these are ${length}.` : undefined;
}

function taskOf(values: FormValues): TaskInput {
  const [description, command, verify] = [values('description'), values('command'), values('verify')];
  const tags = wordsOf(values('tags'));
  const payload = { ...(command === '' ? {} : { command }), ...(verify === '' ? {} : { verify }) };
  return {
    title: values('title'),
    priority: Number(values('priority')),
    ...(description === '' ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(Object.keys(payload).length === 0 ? {} : { payload }),
  };
}
