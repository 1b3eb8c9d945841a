import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type GitCall, gitProcess } from './run-git.js';

export interface RefMove {
  ref: string;
  from: string;
  to: string;
  /** For the reflog. */
  reason: string;
  /** Must be so, too. */
  verify: ReadonlyArray<{ ref: string; value: string }>;
}

export interface PreparedMove {
  commit(): Promise<void>;
  /** Changes nothing. */
  abort(): Promise<void>;
}

/**
 * Locks the refs and compares their values; nobody can change them until `commit` or `abort`. If this process dies in
 * between, git sees the end of its input and lets go.
 * @returns what git said where a value is another one, or a ref is locked by somebody else.
 */
export async function prepareRefMove(
  move: RefMove,
  call: GitCall,
): Promise<{ prepared: PreparedMove } | { refused: string }> {
  const { args, cwd, env } = gitProcess(['update-ref', '-m', move.reason, '--stdin'], call);
  const child = spawn('git', args, { cwd, env, stdio: 'pipe' });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  child.stdin.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      said.push(error.message);
      resolve();
    });
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const lines = [
    'start',
    ...move.verify.map(({ ref, value }) => `verify ${ref} ${value}`),
    `update ${move.ref} ${move.to} ${move.from}`,
    'prepare',
  ];
  const isPrepared = await ask(child, lines, { answers, until: 'prepare: ok' });
  if (!isPrepared) {
    child.stdin.end();
    await closed;
    return { refused: said.join('').trim() };
  }
  const end = async (word: 'commit' | 'abort'): Promise<void> => {
    const isDone = await ask(child, [word], { answers, until: `${word}: ok` });
    child.stdin.end();
    await closed;
    if (!isDone) throw new Error(`git could not ${word} the move of ${move.ref}: ${said.join('').trim()}`);
  };
  return { prepared: { commit: () => end('commit'), abort: () => end('abort') } };
}

async function ask(
  child: ChildProcessWithoutNullStreams,
  lines: readonly string[],
  { answers, until }: { answers: AsyncIterator<string>; until: string },
): Promise<boolean> {
  child.stdin.write(`${lines.join('\n')}\n`);
  for (;;) {
    const { value, done } = await answers.next();
    if (done) return false;
    if (value === until) return true;
  }
}
