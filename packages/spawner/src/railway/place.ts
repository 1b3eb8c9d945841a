import { AgentCoordError } from '@agentcoord/core';

export interface RailwayPlace {
  projectId: string;
  environmentId: string;
}

export interface PlaceOptions extends Partial<RailwayPlace> {
  image?: string;
  environment?: Readonly<Record<string, string | undefined>>;
}

/** @throws `misconfigured` naming what is missing. */
export function placeOf(options: PlaceOptions): RailwayPlace & { image: string } {
  const { image } = options;
  const { projectId, environmentId } = namedProject(options);
  const isMissing = [
    !projectId && 'the project (projectId, --project or RAILWAY_PROJECT_ID)',
    !environmentId && 'its environment (environmentId, --environment or RAILWAY_ENVIRONMENT_ID)',
    !image && 'an image that Railway can pull (image or --image; see docker/worker/Dockerfile)',
  ].filter((part) => part !== false);
  if (projectId && environmentId && image) return { projectId, environmentId, image };
  throw new AgentCoordError(
    'misconfigured',
    `Workers on Railway need ${isMissing.join(', and ')}. Name it.`,
    {
      data: { missing: isMissing },
    },
  );
}

function namedProject({
  environment = process.env,
  projectId = environment.RAILWAY_PROJECT_ID,
  environmentId = environment.RAILWAY_ENVIRONMENT_ID,
}: PlaceOptions): Partial<RailwayPlace> {
  return { projectId, environmentId };
}

/** Where to look for a worker. @throws `misconfigured` where nobody said. */
export function projectOf(options: PlaceOptions): RailwayPlace {
  const { projectId, environmentId } = namedProject(options);
  if (projectId && environmentId) return { projectId, environmentId };
  throw new AgentCoordError(
    'misconfigured',
    'Whether this worker has a service on Railway cannot be looked up without the project. Name it: RAILWAY_PROJECT_ID and RAILWAY_ENVIRONMENT_ID.',
    { data: { variable: 'RAILWAY_PROJECT_ID' } },
  );
}
