import { checkText, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

const KEYS = {
  docker: ['image', 'network', 'user'],
  railway: ['projectId', 'environmentId', 'image'],
} as const;

/** Where workers run, as the launchers of `@agentcoord/spawner` take it. Never a token: this file is committed. */
export interface SpawnSetting {
  docker?: { image?: string; network?: string; user?: string };
  railway?: { projectId?: string; environmentId?: string; image?: string };
}

/** What `.agentcoord/config.json` says of the launchers. */
export function checkSpawn(value: unknown): SpawnSetting {
  const setting: SpawnSetting = {};
  for (const [mode, options] of Object.entries(
    objectOf(value, 'spawn', '{"docker": {"image": "agentcoord/worker:latest"}}'),
  )) {
    if (mode !== 'docker' && mode !== 'railway') throw invalid(`spawn.${mode}`, 'docker or railway');
    setting[mode] = checkOptions(options, `spawn.${mode}`, KEYS[mode]);
  }
  return setting;
}

function checkOptions(value: unknown, field: string, known: readonly string[]): Record<string, string> {
  const options = Object.entries(
    objectOf(value, field, '{"docker": {"image": "agentcoord/worker:latest"}}'),
  ).map(([key, option]): [string, string] => {
    if (!known.includes(key)) throw invalid(`${field}.${key}`, known.join(', '));
    return [key, checkText(option, `${field}.${key}`, { maxLength: 512 })];
  });
  return Object.fromEntries(options);
}
