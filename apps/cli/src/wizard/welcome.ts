import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandCall, CommandResult } from '../command-context.js';
import { EXIT } from '../output/exit-codes.js';

/** The first thing somebody sees, in a folder that was never used. `undefined`: on to the dashboard. */
export async function welcome(call: CommandCall): Promise<CommandResult | undefined> {
  if (!(await isFirstRun(call))) return undefined;
  const { runWizard } = await import('./run-wizard.js');
  const result = await runWizard(call, {});
  if ((result.exitCode ?? EXIT.ok) !== EXIT.ok) return result;
  const { text } = result;
  call.log(typeof text === 'function' ? await text() : text);
  return (await wantsDashboard(call)) ? undefined : { data: result.data, text: '' };
}

async function isFirstRun({ cwd, io, options, agent }: CommandCall): Promise<boolean> {
  const { environment } = io;
  const isNamed =
    options.home || options.namespace || environment.AGENTCOORD_HOME || environment.AGENTCOORD_NAMESPACE;
  if (agent !== undefined || isNamed) return false;
  const { CONFIG_FILE, resolveConfiguration } = await import('@agentcoord/client');
  const { repository, storeFolder } = await resolveConfiguration({ cwd, environment });
  return !existsSync(join(repository.root, CONFIG_FILE)) && !existsSync(storeFolder);
}

async function wantsDashboard(call: CommandCall): Promise<boolean> {
  const { openTerminalPrompts } = await import('./open-terminal-prompts.js');
  using prompts = await openTerminalPrompts(call);
  return (await prompts.confirm({ message: 'Open the dashboard? ? shows its keys, q leaves.' })) === true;
}
