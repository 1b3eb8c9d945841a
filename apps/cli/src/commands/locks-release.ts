import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError, isId } from '@agentcoord/core';
import type { LockInfo } from '@agentcoord/locks';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { absolutePath } from '../input/absolute-path.js';
import { isHeldBy } from '../input/lock-holder.js';
import { plain } from '../output/plain.js';

interface ReleaseOptions {
  force?: boolean;
  reason?: string;
}

interface Released {
  grantId: string;
  holder: string;
  paths: string[];
  forced: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .argument('<lock...>', 'paths, or grant ids as printed by acquire')
    .option('--force', 'also a lock that somebody else holds; its holder is told at once')
    .option('--reason <text>', 'why it is forced; shown to the holder')
    .action(handle(releaseLocks));
};

async function releaseLocks(call: CommandCall<ReleaseOptions>, names: string[]): Promise<CommandResult> {
  const client = await call.connect();
  const wanted = new Map<string, LockInfo>();
  for (const name of names)
    for (const lock of await locksNamed(client, call, name)) wanted.set(lock.grantId, lock);
  refuseOthers([...wanted.values()], call);
  const released: Released[] = [];
  for (const lock of wanted.values()) released.push(await release(client, call, lock));
  return { data: { released }, text: released.map(describe).join('\n') };
}

async function locksNamed(
  client: CoordinationClient,
  call: CommandCall<ReleaseOptions>,
  name: string,
): Promise<LockInfo[]> {
  if (isId(name))
    return orNotFound(
      (await client.locks.list()).filter(({ grantId }) => grantId === name),
      name,
    );
  const path = absolutePath(name, call.cwd);
  const overlapping = await client.locks.list({ under: path });
  const { createResourceNames } = await import('@agentcoord/locks');
  const { resource } = await createResourceNames({ root: client.repository.root }).resolve(path);
  return orNotFound(
    overlapping.filter(({ paths }) => paths.includes(resource)),
    name,
  );
}

function orNotFound(locks: LockInfo[], name: string): LockInfo[] {
  if (locks.length > 0) return locks;
  throw new AgentCoordError('not_found', `Nobody holds a lock on ${name}. See 'agentcoord locks list'.`, {
    data: { lock: name },
  });
}

function refuseOthers(locks: readonly LockInfo[], call: CommandCall<ReleaseOptions>): void {
  const foreign = locks.find(({ holder }) => !isHeldBy(holder, call.actor));
  if (!foreign || call.options.force) return;
  throw new AgentCoordError(
    'lock_held',
    `${foreign.path} is held by ${foreign.holder}, not by ${call.actor}. ` +
      "Ask it to release, or take the lock away with '--force --reason <text>'.",
    { data: { path: foreign.path, holder: foreign.holder, grantId: foreign.grantId } },
  );
}

async function release(
  client: CoordinationClient,
  call: CommandCall<ReleaseOptions>,
  lock: LockInfo,
): Promise<Released> {
  const { grantId, holder, paths, fence } = lock;
  const isOwn = isHeldBy(holder, call.actor);
  if (isOwn) await client.storage.leases.release({ grantId, fence });
  else {
    const reason = call.options.reason ?? `released by ${call.actor} with --force`;
    await client.storage.leases.revoke({ grantId, by: call.actor, reason });
  }
  return { grantId, holder, paths, forced: !isOwn };
}

function describe({ paths, holder, forced }: Released): string {
  return forced ? plain`Took ${paths.join(', ')} away from ${holder}.` : plain`Released ${paths.join(', ')}.`;
}
