import type { SetupChoices } from '../init/setup-choices.js';
import type { Back, Left, Prompts } from './prompts.js';
import type { Surroundings } from './surroundings.js';

/** One question, or a few that belong together. It only says what was chosen; nothing is done before the end. */
export interface WizardStep {
  name: string;
  ask(at: StepCall): Promise<SetupChoices | Back | Left>;
}

export interface StepCall {
  prompts: Prompts;
  /** So far, by flags and by the steps before; what the user chose earlier is offered again. */
  choices: SetupChoices;
  surroundings: Surroundings;
}
