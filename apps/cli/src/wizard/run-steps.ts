import type { SetupChoices } from '../init/setup-choices.js';
import { BACK, LEFT } from './prompts.js';
import type { StepCall, WizardStep } from './wizard-step.js';

/** Asks one step after the other, and the one before where somebody goes back. `undefined`: left, nothing is to be done. */
export async function runSteps(
  steps: readonly WizardStep[],
  { prompts, surroundings, choices: given }: StepCall,
): Promise<SetupChoices | undefined> {
  let choices = given;
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return choices;
    const answer = await step.ask({ prompts, choices, surroundings });
    if (answer === LEFT || (answer === BACK && index === 0)) return undefined;
    if (answer === BACK) index -= 1;
    else {
      choices = { ...choices, ...answer };
      index += 1;
    }
  }
}
