import { AgentCoordError } from '@agentcoord/core';

/** Where a worker runs. */
export enum SpawnMode {
  SUBPROCESS = 'subprocess',
  DOCKER = 'docker',
  RAILWAY = 'railway',
}

export function unsupportedMode(mode: string): AgentCoordError {
  return new AgentCoordError(
    'unsupported',
    `This spawner has no launcher for the mode ${JSON.stringify(mode)}; nothing was started. ` +
      `Pass one in "launchers" (createDockerLauncher, createRailwayLauncher or your own), or use the mode "${SpawnMode.SUBPROCESS}".`,
    { data: { mode } },
  );
}

export function unsupportedLimit(mode: string, limit: string, held: readonly string[]): AgentCoordError {
  const others = held.length > 0 ? `It can hold ${held.join(', ')}.` : 'It can hold none.';
  return new AgentCoordError(
    'unsupported',
    `Workers in the mode ${JSON.stringify(mode)} cannot be held to the limit ${JSON.stringify(limit)}; nothing was started. ${others} Leave the limit out, or use another mode.`,
    { data: { mode, limit } },
  );
}
