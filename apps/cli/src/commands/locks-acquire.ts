import type { CoordinationClient } from '@agentcoord/client';
import type { HeldLock } from '@agentcoord/locks';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { absolutePath } from '../input/absolute-path.js';
import { lockHolder } from '../input/lock-holder.js';
import { addLockOptions, type LockFlags, lockOptionsOf } from '../input/lock-options.js';
import { isoTime } from '../output/iso-times.js';
import { plain } from '../output/plain.js';

/** Longer than a session's lock: when this command has ended, nobody renews it. */
const TTL = '10m';

export const define: DefineCommand = (command, handle) => {
  addLockOptions(command.argument('<paths...>', 'files or folders, all or none'), TTL)
    .description(
      'Lock files or folders for an agent. The lock outlives this command: it is held until it is\n' +
        "released ('agentcoord locks release') or its time is over. Nobody renews it; ask again for more time.",
    )
    .action(handle(acquireLock));
};

async function acquireLock(call: CommandCall<LockFlags>, paths: string[]): Promise<CommandResult> {
  const client = await call.connect();
  const holder = await lockHolder(call, client);
  const lock = await acquire(call, client, { holder, paths });
  const held = await client.storage.leases.guard({ grantId: lock.grantId, fence: lock.fence });
  const { grantId, fence } = lock;
  const data = { grantId, fence, holder, paths: lock.paths, expiresAt: held.expiresAt };
  return {
    data,
    text: [
      plain`Locked ${lock.paths.join(', ')} until ${isoTime(held.expiresAt ?? 0)}.`,
      plain`holder ${holder}`,
      plain`fence  ${fence}`,
      plain`grant  ${grantId}`,
    ].join('\n'),
  };
}

async function acquire(
  call: CommandCall<LockFlags>,
  client: CoordinationClient,
  { holder, paths }: { holder: string; paths: string[] },
): Promise<HeldLock> {
  const { createResourceNames, FileLock } = await import('@agentcoord/locks');
  // A `FileLock` of our own: the client's gives its locks back when it closes.
  const locks = new FileLock({
    storage: client.storage,
    holder,
    agentName: call.actor,
    resources: createResourceNames({ root: client.repository.root }),
  });
  const absolute = paths.map((path) => absolutePath(path, call.cwd));
  const { tellOfHeldGrants } = await import('@agentcoord/client');
  return tellOfHeldGrants({ failover: client.failover, tell: call.note }, () =>
    locks.acquire(absolute, { ttl: TTL, ...lockOptionsOf(call) }),
  );
}
