import { AgentCoordError, newId } from '@agentcoord/core';
import type { HeldLock } from '@agentcoord/locks';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { absolutePath } from '../input/absolute-path.js';
import { addLockOptions, type LockFlags, lockOptionsOf } from '../input/lock-options.js';
import { EXIT } from '../output/exit-codes.js';
import { CommandGroup } from '../process/command-group.js';

const TTL = '60s';

export const define: DefineCommand = (command, handle) => {
  addLockOptions(
    command.argument('<paths...>', 'files or folders, all or none'),
    `${TTL}, renewed while the command runs`,
  )
    .usage('[options] <paths...> -- <command> [arguments...]')
    .description(
      'Run a command while holding locks, and exit with its exit code. If a lock is lost, the command\n' +
        'with everything it started is ended, and the exit code is 3.',
    )
    .action(handle(runLocked));
};

async function runLocked(call: CommandCall<LockFlags>, words: string[]): Promise<CommandResult> {
  // Commander hands over what stood behind `--` together with the paths.
  const paths = words.slice(0, words.length - call.trailing.length);
  const [program, ...args] = call.trailing;
  if (program === undefined || paths.length === 0) throw missingCommand();
  const client = await call.connect();
  const holder = `${call.actor}/${newId('run')}`;
  const { tellOfHeldGrants } = await import('@agentcoord/client');
  const lock = await tellOfHeldGrants({ failover: client.failover, tell: call.note }, () =>
    client.locks.acquire(
      paths.map((path) => absolutePath(path, call.cwd)),
      { ttl: TTL, holder, ...lockOptionsOf(call) },
    ),
  );
  try {
    return await runUnder(lock, call, { program, args });
  } finally {
    await lock.release();
  }
}

async function runUnder(
  lock: HeldLock,
  call: CommandCall<LockFlags>,
  { program, args }: { program: string; args: string[] },
): Promise<CommandResult> {
  const group = new CommandGroup({
    program,
    args,
    cwd: call.cwd,
    environment: { ...call.io.environment, AGENTCOORD_LOCK_FENCE: String(lock.fence) },
    // The envelope has stdout for itself.
    stdoutTo: call.json ? 'stderr' : 'stdout',
  });
  call.onTerminate((signal) => group.stop(signal));
  const onLoss = (): void => group.stop('SIGTERM');
  lock.signal.addEventListener('abort', onLoss);
  const exitCode = await group.ended;
  lock.signal.removeEventListener('abort', onLoss);
  if (lock.signal.aborted) throw lostWhileRunning(lock, program);
  const { grantId, fence, paths } = lock;
  return { data: { exitCode, grantId, fence, paths }, text: '', exitCode };
}

function lostWhileRunning(lock: HeldLock, program: string): AgentCoordError {
  const why: unknown = lock.signal.reason;
  const reason = why instanceof Error ? ` ${why.message}` : '';
  return new AgentCoordError(
    'lock_lost',
    `The lock on ${lock.paths.join(', ')} was lost, so ${program} was ended.${reason} Look at what it left behind before you run it again.`,
    { data: { paths: lock.paths, grantId: lock.grantId, exitCode: EXIT.conflict }, cause: why },
  );
}

function missingCommand(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'Paths, then --, then a command are needed: agentcoord locks run src/a.ts -- npm test',
    { data: { usage: 'missingCommand' } },
  );
}
