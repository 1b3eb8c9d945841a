import type { Command } from 'commander';
import type { GlobalOptions, Handle } from './command-context.js';
import { COMMANDS } from './command-list.js';
import { findCommandPath } from './command-path.js';
import type { Invocation, Openers } from './invocation.js';
import { createProgram } from './program.js';
import { type InvocationRequest, runInvocation } from './run-invocation.js';
import { CLI_VERSION } from './version.js';

/** Any command, read by commander, which also says what is wrong with it. */
export function runCommandLine(request: InvocationRequest): Promise<number> {
  const path = findCommandPath(request.words);
  return runInvocation(request, openers, async (invocation, printer) => {
    const loaded = await path.at(-1)?.load?.();
    const program = createProgram({
      version: CLI_VERSION,
      path,
      define: loaded?.define,
      handle: handleWith(invocation),
      writeOut: (text) => printer.out(text),
      width: request.io.stdout.columns,
    });
    await program.parseAsync([...request.words], { from: 'user' });
  });
}

const openers: Openers = {
  configure: async (request) => (await import('@agentcoord/client')).resolveConfiguration(request),
  client: async (options) => (await import('@agentcoord/client')).CoordinationClient.open(options),
  look: async (options) => (await import('@agentcoord/client')).openLook(options),
  tree: {
    commands: COMMANDS,
    find: findCommandPath,
    build: async (path) =>
      createProgram({
        version: CLI_VERSION,
        path,
        define: (await path.at(-1)?.load?.())?.define,
        handle: () => async () => undefined,
        writeOut: () => undefined,
        width: undefined,
      }),
  },
};

function handleWith(invocation: Invocation): Handle {
  return <Options extends object>(action: Parameters<typeof invocation.run<Options>>[0]) =>
    async (...received) => {
      // Commander passes the arguments, then the options, then the command.
      const command = received.at(-1) as Command;
      const args = received.slice(0, -2) as never[];
      await invocation.run(action, command.optsWithGlobals<Options & GlobalOptions>(), args);
    };
}
