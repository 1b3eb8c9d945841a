import { checkTags, wholeNumber } from './checks.js';
import { Form } from './form.js';
import { HOW_THEY_WORK, settingsOf } from './worker-fields.js';

const AT_ONCE = 'stops now';
const AFTER_TASK = 'finishes first';

/** How many workers a pool shall have, as `agentcoord scale` brings it about. */
export function scaleForm({ count, tags }: { count: number; tags: readonly string[] }): Form {
  return new Form({
    title: 'Scale workers',
    verb: 'scales',
    nothing: 'There are as many as before.',
    fields: [
      {
        name: 'count',
        label: 'How many',
        hint: '0 to 100: as many as there shall be, not how many more',
        text: `${count}`,
        check: wholeNumber(0, 100),
      },
      {
        name: 'tags',
        label: 'Tags',
        hint: 'of those that have exactly these, and run as below',
        text: tags.join(' '),
        check: checkTags,
      },
      {
        name: 'surplus',
        label: 'Too many',
        hint: 'what one does that is too many: idle ones go first',
        text: AFTER_TASK,
        choices: [AFTER_TASK, AT_ONCE],
      },
      ...HOW_THEY_WORK,
    ],
    send: (values) => {
      const [wanted, now] = [Number(values('count')), values('surplus') === AT_ONCE];
      const request = { ...settingsOf(values), count: wanted, now };
      return {
        doing: `Bringing them to ${wanted}…`,
        work: (actions) => actions.scaleWorkers(request),
        ...(now
          ? {
              confirm: {
                question: `Stop at once all but ${wanted} of these workers?`,
                consequence: 'What they work on is given back to the queue, and somebody begins it anew.',
              },
            }
          : {}),
      };
    },
  });
}
