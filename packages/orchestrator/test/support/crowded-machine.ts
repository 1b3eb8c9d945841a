import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Four times as many processes as there are processors, each of which takes all it gets, until it is disposed of. */
export function crowdMachine(times = 4): AsyncDisposable {
  const source = 'for (;;) Math.sqrt(Math.random());';
  const burners: ChildProcess[] = Array.from({ length: times * availableParallelism() }, () =>
    spawn(process.execPath, ['-e', source], { stdio: 'ignore' }),
  );
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(
        burners.map(async (burner) => {
          const ended = once(burner, 'exit');
          if (burner.exitCode === null && burner.signalCode === null) burner.kill('SIGKILL');
          else return;
          await ended;
        }),
      );
    },
  };
}
