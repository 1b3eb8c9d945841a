import { checkTags, wholeNumber } from './checks.js';
import { Form } from './form.js';
import { HOW_THEY_WORK, settingsOf } from './worker-fields.js';

/** Workers to be started, as `agentcoord spawn` starts them. */
export function spawnForm({ count = 1 } = {}): Form {
  return new Form({
    title: 'Start workers',
    verb: 'starts',
    nothing: 'Nobody was started.',
    fields: [
      { name: 'count', label: 'How many', hint: '1 to 100', text: `${count}`, check: wholeNumber(1, 100) },
      {
        name: 'name',
        label: 'Name',
        hint: 'several are called <name>-1, <name>-2; empty: new names',
        check: checkName,
      },
      {
        name: 'tags',
        label: 'Tags',
        hint: 'they take only tasks that share one of these; empty: any task',
        check: checkTags,
      },
      ...HOW_THEY_WORK,
    ],
    send: (values) => {
      const [many, name] = [Number(values('count')), values('name')];
      return {
        doing: `Starting ${many === 1 ? 'a worker' : `${many} workers`}…`,
        work: (actions) =>
          actions.startWorkers({
            ...settingsOf(values),
            count: many,
            ...(name === '' ? {} : { name }),
          }),
      };
    },
  });
}

/** An agent's name has at most 100 characters, with the number that is put behind it. */
const MAX_NAME = 96;

function checkName(text: string): string | undefined {
  return [...text.trim()].length > MAX_NAME ? `At most ${MAX_NAME} characters.` : undefined;
}
