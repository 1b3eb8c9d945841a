import type { LockInfo } from '@agentcoord/locks';
import type { CommandCall, CommandResult, DefineCommand, QuickCommand } from '../command-context.js';
import { absolutePath } from '../input/absolute-path.js';
import { renderLocks } from '../output/locks-table.js';

interface ListOptions {
  holder?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .argument('[path]', 'only locks on this file or folder, or below it')
    .option('--holder <holder>', 'only locks of this holder')
    .action(handle(listLocks));
};

export const quick: QuickCommand = (run) => run<ListOptions>({}, (call) => listLocks(call, undefined));

async function listLocks(call: CommandCall<ListOptions>, path: string | undefined): Promise<CommandResult> {
  const look = await call.look();
  const { holder } = call.options;
  const [locks, now] = await Promise.all([
    look.locks({
      ...(path === undefined ? {} : { under: absolutePath(path, call.cwd) }),
      ...(holder === undefined ? {} : { holder }),
    }),
    look.storage.now(),
  ]);
  return { data: { now, locks }, text: () => describe(locks, now, call) };
}

function describe(locks: readonly LockInfo[], now: number, call: CommandCall): string | Promise<string> {
  return locks.length === 0 ? 'No locks.' : renderLocks(locks, now, call.paint);
}
