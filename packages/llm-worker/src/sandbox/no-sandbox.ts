import { runCommand } from '../command/run-command.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';
import { sandboxEnvironment } from './sandbox-environment.js';

/** Runs commands as what they are: programs of this user, who can do all that this user can. Only the environment is short. */
export function createNoSandbox(options: SandboxOptions = {}): Sandbox {
  const source = options.environment ?? process.env;
  return {
    name: 'none',
    async run({ command, cwd, variables, timeoutMs, signal }) {
      const pass = ['HOME', 'TMPDIR', ...(options.passEnvironment ?? [])];
      const environment = { ...sandboxEnvironment(source, pass), ...variables };
      const result = await runCommand({ command, cwd, environment, timeoutMs, signal });
      return { ...result, setAside: [] };
    },
  };
}
