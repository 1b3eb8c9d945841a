import { checkName, describeThrown } from '@agentcoord/core';
import { BACK, LEFT } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

/** One name for the project: what shares tasks, locks and agents. In a folder that has it already there is nothing to ask. */
export const projectStep: WizardStep = {
  name: 'project',
  async ask({ prompts, choices, surroundings: { configuration } }) {
    const namespace = await prompts.text({
      message: 'What is this project called? Whoever has the same name shares its tasks and locks.',
      initial: choices.namespace ?? configuration.namespace,
      problemOf,
    });
    if (namespace === BACK || namespace === LEFT) return namespace;
    return namespace === configuration.namespace ? {} : { namespace };
  },
};

function problemOf(text: string): string | undefined {
  try {
    checkName(text, 'It');
    return undefined;
  } catch (error) {
    return describeThrown(error);
  }
}
