import { DEFAULT_ANTHROPIC_MODEL, DEFAULT_OPENAI_MODEL, PriceTable } from '@agentcoord/llm-worker';
import { dollarsOf } from '../../init/init-flags.js';
import type { Provider } from '../../init/setup-choices.js';
import { BACK, LEFT, type Option } from '../prompts.js';
import type { StepCall, WizardStep } from '../wizard-step.js';

const KEYS = [
  { provider: 'anthropic', variable: 'ANTHROPIC_API_KEY', model: DEFAULT_ANTHROPIC_MODEL },
  { provider: 'openai', variable: 'OPENAI_API_KEY', model: DEFAULT_OPENAI_MODEL },
] as const;

const USUAL_CAP_USD = 5;

/** Who answers LLM workers. Of a key only its variable's name is said, and whether it is set. */
export const modelStep: WizardStep = {
  name: 'model',
  async ask(at) {
    const { prompts, choices, surroundings } = at;
    const prices = await PriceTable.load(surroundings.configuration.pricesFile);
    const options: Array<Option<Provider>> = KEYS.map(({ provider, variable, model }) => {
      const isSet = Boolean(surroundings.environment[variable]);
      return {
        value: provider,
        label: `${provider}, ${model}`,
        hint: `${variable} is ${isSet ? 'set' : 'not set'}; ${priceOf(prices, model)}`,
      };
    });
    options.push({ value: 'replay', label: 'Recorded answers', hint: 'no key, no money: for the demo' });
    const withKey = KEYS.find(({ variable }) => surroundings.environment[variable])?.provider;
    const provider = await prompts.select({
      message: 'Who answers LLM workers? Keys stay in the environment; none is stored.',
      options,
      initial: choices.provider ?? withKey ?? 'replay',
    });
    if (provider === BACK || provider === LEFT) return provider;
    if (provider === 'replay') return { provider, model: undefined, capUsd: undefined };
    return modelAndCap(at, provider);
  },
};

async function modelAndCap({ prompts, choices, surroundings }: StepCall, provider: 'anthropic' | 'openai') {
  const key = KEYS.find((one) => one.provider === provider);
  if (key !== undefined && !surroundings.environment[key.variable])
    prompts.warn(`${key.variable} is not set: set it before you start LLM workers.`);
  const same = choices.provider === provider ? choices.model : undefined;
  const model = await prompts.text({
    message: 'Which model?',
    initial: same ?? key?.model ?? '',
    problemOf: (text) =>
      /^[\w.:/@-]{1,200}$/.test(text) ? undefined : 'The name of a model, such as claude-sonnet-5-5.',
  });
  if (model === BACK || model === LEFT) return model;
  const cap = await prompts.text({
    message: 'The most that all LLM workers may spend a day, in dollars?',
    initial: String(choices.capUsd ?? USUAL_CAP_USD),
    problemOf: (text) => {
      try {
        dollarsOf(text, 'It');
        return undefined;
      } catch {
        return 'Dollars, such as 5 or 0.50.';
      }
    },
  });
  if (cap === BACK || cap === LEFT) return cap;
  return { provider, model, capUsd: dollarsOf(cap, '--cap') };
}

function priceOf(prices: PriceTable, model: string): string {
  const price = prices.priceOf(model);
  return price === undefined ? 'price unknown' : `$${price.input} in, $${price.output} out a million`;
}
