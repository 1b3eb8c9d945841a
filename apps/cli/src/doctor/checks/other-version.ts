import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { agentcoordCommand } from '../../setup/agentcoord-command.js';
import { CLI_VERSION } from '../../version.js';
import { type Finding, ok } from '../finding.js';
import type { LocalFacts } from '../local-facts.js';

const PATIENCE_MS = 5_000;

/** Hooks, the guard and people call what is on the PATH. */
export async function otherVersion({ environment, signal }: LocalFacts): Promise<Finding[]> {
  const [command = ''] = agentcoordCommand(environment);
  if (command !== 'agentcoord') return [ok('program', `agentcoord ${CLI_VERSION}; none is on the PATH.`)];
  const said = await promisify(execFile)(command, ['--version'], {
    env: { ...environment },
    signal,
    timeout: PATIENCE_MS,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (said === CLI_VERSION) return [ok('program', `agentcoord ${CLI_VERSION}`)];
  return [
    {
      check: 'program',
      severity: said === undefined ? 'error' : 'warning',
      what:
        said === undefined
          ? 'The agentcoord on the PATH does not start.'
          : `This is agentcoord ${CLI_VERSION}, and the one on the PATH is ${said.slice(0, 40)}.`,
      why: 'Hooks and the guard use that one.',
      fix: `npm install --global agentcoord@${CLI_VERSION}`,
    },
  ];
}
