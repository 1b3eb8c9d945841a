import { BACK, LEFT } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

export const firstTaskStep: WizardStep = {
  name: 'first task',
  async ask({ prompts, choices }) {
    const firstTask = await prompts.select({
      message: 'Then something real, to see that it works?',
      options: [
        {
          value: 'here' as const,
          label: 'A task here',
          hint: 'a worker process counts the files of this folder; seconds',
        },
        {
          value: 'demo' as const,
          label: 'The demo',
          hint: '3 workers mend a small project in a temporary folder, on recorded answers',
        },
        { value: 'none' as const, label: 'Nothing now' },
      ],
      initial: choices.firstTask ?? 'here',
    });
    return firstTask === BACK || firstTask === LEFT ? firstTask : { firstTask };
  },
};
