import { openLook, resolveConfiguration } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { QuickCommand } from './command-context.js';
import { quick as hung } from './commands/hung.js';
import { quick as listLocks } from './commands/locks-list.js';
import { quick as status } from './commands/status.js';
import { quick as listTasks } from './commands/tasks-list.js';
import { findQuickHook } from './hook/find-quick-hook.js';
import type { Openers } from './invocation.js';
import { quickOptions } from './quick-options.js';
import { type InvocationRequest, runInvocation } from './run-invocation.js';

const QUICK_COMMANDS: Readonly<Record<string, QuickCommand>> = {
  status,
  hung,
  'locks list': listLocks,
  'tasks list': listTasks,
};

const openers: Openers = {
  configure: resolveConfiguration,
  // A whole client is what makes a start slow; the type of `call.connect` cannot say that it is missing.
  client: async () => {
    throw new AgentCoordError('internal', 'A quick command only looks.');
  },
  look: openLook,
};

/**
 * The commands that people and scripts run all the time, in their plain form: without commander, and
 * built into one file, because every module that Node has to find costs more than what is in it.
 * `undefined` when the arguments are more than that form takes.
 */
export async function runQuickCommand(request: InvocationRequest): Promise<number | undefined> {
  const { name, words } = request;
  return (QUICK_COMMANDS[name] ?? findQuickHook(name))?.(async (flags, action) => {
    const options = quickOptions(words, name.split(' '), flags);
    if (options) return runInvocation(request, openers, (invocation) => invocation.run(action, options, []));
    return undefined;
  });
}
