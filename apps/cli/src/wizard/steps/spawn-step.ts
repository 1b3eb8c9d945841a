import { existsSync } from 'node:fs';
import { BACK, LEFT } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

const DOCKER_SOCKET = '/var/run/docker.sock';

export const spawnStep: WizardStep = {
  name: 'spawn',
  async ask({ prompts, choices, surroundings: { environment } }) {
    const hasDocker = Boolean(environment.DOCKER_HOST) || existsSync(DOCKER_SOCKET);
    const mode = await prompts.select({
      message: 'Where shall workers run?',
      options: [
        { value: 'subprocess' as const, label: 'As processes of this machine', hint: 'needs nothing more' },
        {
          value: 'docker' as const,
          label: 'In containers',
          hint: hasDocker ? 'Docker is here' : 'no Docker was found',
        },
        {
          value: 'railway' as const,
          label: 'On Railway',
          hint: environment.RAILWAY_TOKEN
            ? 'RAILWAY_TOKEN is set'
            : 'needs RAILWAY_TOKEN, and a Redis that it reaches',
        },
      ],
      initial: choices.mode ?? 'subprocess',
    });
    return mode === BACK || mode === LEFT ? mode : { mode };
  },
};
