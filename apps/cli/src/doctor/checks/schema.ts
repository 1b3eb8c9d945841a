import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';

export function schema({ schema: found, supportedSchema }: ServerInspection): Finding {
  if (found === undefined) return ok('schema', 'The namespace is new.');
  if (found <= supportedSchema) return ok('schema', `The namespace has layout ${found}.`);
  return {
    check: 'schema',
    severity: 'error',
    what: `The namespace was written by a newer AgentCoord (layout ${found}; this one knows ${supportedSchema}).`,
    why: 'Nothing works in it from here until this one is updated too.',
    fix: 'npm install --global agentcoord@latest',
  };
}
