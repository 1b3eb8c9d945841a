import type { StoreChoice } from '../../init/setup-choices.js';
import type { FoundRedis } from '../probe-redis.js';
import { BACK, LEFT, type Option } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

type Picked = { store: StoreChoice; redisUrl?: string };

export const storeStep: WizardStep = {
  name: 'store',
  async ask({ prompts, choices, surroundings }) {
    const { redis, canStartRedis, configuration } = surroundings;
    for (const { address, isUp } of redis)
      if (!isUp)
        prompts.warn(`${address} is configured (${configuration.redis?.setBy}) and does not answer.`);
    const options: Array<Option<Picked>> = [
      {
        value: { store: 'file' },
        label: 'The embedded store',
        hint: 'needs no server; one folder, one machine',
      },
      ...redis.filter(({ isUp }) => isUp).map(found),
      ...(canStartRedis
        ? [
            {
              value: { store: 'start-redis' as const },
              label: 'A Redis started now on this machine',
              hint: 'goes on afterwards; loopback only',
            },
          ]
        : []),
    ];
    const isConfigured = ({ value }: Option<Picked>): boolean =>
      value.store === 'redis' && value.redisUrl === undefined;
    const before = options.find(({ value }) => value.store === choices.store);
    const initial = before ?? options.find(isConfigured) ?? options[0];
    const picked = await prompts.select({
      message: 'Where do agents meet: locks, tasks, messages?',
      options,
      ...(initial === undefined ? {} : { initial: initial.value }),
    });
    if (picked === BACK || picked === LEFT) return picked;
    if (picked.store !== 'redis' && surroundings.environment.REDIS_URL)
      prompts.warn('REDIS_URL is set and goes before the file: unset it, or every command uses that server.');
    return { redisUrl: undefined, ...picked };
  },
};

function found({ address, url }: FoundRedis): Option<Picked> {
  return {
    value: { store: 'redis', ...(url === undefined ? {} : { redisUrl: url }) },
    label: `Redis at ${address}`,
    hint: url === undefined ? 'as it is configured' : 'found on this machine',
  };
}
