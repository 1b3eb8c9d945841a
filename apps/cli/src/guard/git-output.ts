import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AgentCoordError } from '@agentcoord/core';

const MOST_BYTES = 64 * 2 ** 20;

/** What git says, with the environment that it gave its hook. @throws `misconfigured` with git's own words. */
export async function gitOutput(args: string[], { cwd, environment, signal }: GitPlace): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', args, {
      cwd,
      env: { ...environment },
      signal,
      maxBuffer: MOST_BYTES,
      encoding: 'utf8',
    });
    return stdout;
  } catch (error) {
    const { stderr = '', code } = error as { stderr?: string; code?: unknown };
    const why = code === 'ENOENT' ? 'git is not installed.' : stderr.trim().split('\n')[0];
    throw new AgentCoordError('misconfigured', `git ${args[0] ?? ''} failed: ${why ?? ''}`, { cause: error });
  }
}

export interface GitPlace {
  cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}
