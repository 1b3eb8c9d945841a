import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CommandCall } from '../command-context.js';
import type { AgentProgram } from './setup-choices.js';

export interface AgentSetupOutcome {
  agent: AgentProgram;
  /** False: it is still to be done, by `command`. */
  done: boolean;
  command: string;
}

/** Sets one agent up in a project. */
export type AgentSetup = (agent: AgentProgram, root: string) => Promise<AgentSetupOutcome>;

/**
 * By `agentcoord setup`, as a person would. Where that does not succeed (or this version has no such command) it is no failure
 * of `init`: what is still to do is told, and says by itself why.
 */
export function setUpByCommand({ io, signal }: Pick<CommandCall, 'io' | 'signal'>): AgentSetup {
  return async (agent, root) => {
    const outcome = { agent, done: false, command: `agentcoord setup ${agent}` };
    if (io.program === undefined) return outcome;
    const { command, args } = io.program;
    const environment: NodeJS.ProcessEnv = { ...io.environment };
    const child = spawn(command, [...args, 'setup', agent], {
      cwd: root,
      env: environment,
      stdio: 'ignore',
      signal,
    });
    const [code] = (await once(child, 'close').catch(() => [1])) as [number | null];
    return { ...outcome, done: code === 0 };
  };
}
