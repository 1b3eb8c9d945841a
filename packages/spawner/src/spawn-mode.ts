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
    `This version of AgentCoord cannot spawn workers in mode "${mode}"; nothing was started. ` +
      `Use mode "${SpawnMode.SUBPROCESS}", or pass a launcher of your own for it.`,
    { data: { mode } },
  );
}
