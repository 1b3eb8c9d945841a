import { resolve } from 'node:path';
import { AgentCoordError, checkOneOf } from '@agentcoord/core';
import { type DeciderFlags, openDecider } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { openSplash } from '../splash/open-splash.js';
import { isCapable } from '../terminal.js';
import { welcome } from '../wizard/welcome.js';
import { openSpawner } from '../worker/open-spawner.js';
import { openWorkforce } from '../worker/workforce.js';
import { status } from './status.js';

interface DashboardOptions extends DeciderFlags {
  /** Of `status`, which stands in where there is no terminal. */
  all?: boolean;
  theme?: string;
  ascii?: boolean;
  readOnly?: boolean;
  record?: string;
  splash?: boolean;
  /** Nobody asked for the dashboard by its name: a folder that is not set up is set up first. */
  welcome?: boolean;
}

/** As the dashboard has them; naming them here keeps it from being loaded for a help text. */
const THEMES = ['neon', 'mono', 'high-contrast'] as const;

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Agents, tasks, locks, approvals, the board and the logs, live. ? shows the keys, q leaves.\n' +
        'Without a terminal, and with --json, it says what agentcoord status says.',
    )
    .option('--theme <name>', `${THEMES.join(', ')} (default: neon, or mono where NO_COLOR is set)`)
    .option('--ascii', 'draw with ASCII only (default: where the locale is not UTF-8)')
    .option('--key <file>', 'decide as an agent the operator delegated to, with this key')
    .option('--read-only', 'look, and change nothing')
    .option('--record <file>', 'keep what the terminal gets, as a new asciicast file')
    .option('--no-splash', 'no logo while it is loading (or AGENTCOORD_SPLASH=off)')
    .addOption(command.createOption('--welcome').hideHelp())
    .action(handle(showDashboard));
};

async function showDashboard(call: CommandCall<DashboardOptions>): Promise<CommandResult | undefined> {
  const { options, io, actor, signal } = call;
  const theme = options.theme === undefined ? undefined : checkOneOf(options.theme, '--theme', THEMES);
  if (call.json || !isCapable(io.environment, io)) {
    if (options.record !== undefined) throw nothingToRecord();
    return status(call);
  }
  const unwelcome = options.welcome ? await welcome(call) : undefined;
  if (unwelcome) return unwelcome;
  const splash = await openSplash(call);
  const [client, { runDashboard }] = await Promise.all([call.connect(), import('@agentcoord/tui')]).finally(
    splash.wipe,
  );
  const look = splash.look;
  await runDashboard({
    client,
    actor,
    openDecider: () => openDecider(call),
    openSpawner: () => openSpawner(call),
    workforce: openWorkforce(call),
    environment: io.environment,
    input: io.stdin,
    output: process.stdout,
    signal,
    ...look,
    ...(theme === undefined ? {} : { theme }),
    ...(options.ascii === undefined ? {} : { ascii: options.ascii }),
    ...(options.record === undefined ? {} : { record: resolve(call.cwd, options.record) }),
    readOnly: options.readOnly === true,
  });
  return undefined;
}

function nothingToRecord(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'Nothing can be recorded: --record keeps what the dashboard shows, and without a terminal (and with --json) there is none. ' +
      'Start it in a terminal that can move its cursor.',
    { data: { field: '--record' } },
  );
}
