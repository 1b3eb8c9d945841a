import type { SetupChoices } from '../../init/setup-choices.js';
import { BACK, LEFT } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

/** Up to here nothing was done. */
export const confirmStep: WizardStep = {
  name: 'confirm',
  async ask({ prompts, choices, surroundings }) {
    prompts.say(summaryOf(choices, surroundings.configuration.namespace));
    const isRight = await prompts.confirm({ message: 'Shall it be so? Nothing was written yet.' });
    if (isRight === LEFT) return LEFT;
    // Who says no has something to change.
    return isRight === true ? {} : BACK;
  },
};

function summaryOf(choices: SetupChoices, namespace: string): string {
  const { theme, store, redisUrl, provider, model, capUsd, mode, agents = [], firstTask } = choices;
  const stores = {
    file: 'embedded',
    redis: redisUrl ?? 'Redis, as configured',
    'start-redis': 'a Redis started now',
  };
  return [
    `Project     ${choices.namespace ?? namespace}`,
    `Store       ${store === undefined ? 'as configured' : stores[store]}`,
    `Model       ${provider === 'replay' ? 'recorded answers' : `${provider} ${model ?? ''}, at most $${capUsd ?? 0} a day`}`,
    `Workers     ${mode}`,
    `Agents      ${agents.length === 0 ? 'none' : agents.join(', ')}`,
    `Dashboard   ${theme}`,
    `First task  ${firstTask}`,
  ].join('\n');
}
