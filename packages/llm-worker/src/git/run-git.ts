import { spawn } from 'node:child_process';
import { AgentCoordError, abortedError, describeThrown, throwIfAborted } from '@agentcoord/core';

export interface GitCall {
  cwd: string;
  /** Named for the tree of a task: what its own `.git` says may have been written by a command of a model. */
  gitDir?: string;
  /** Instead of the tree's own index. */
  indexFile?: string;
  input?: string | Uint8Array;
  signal?: AbortSignal;
  /** Exit codes that are answers and no failures; 0 always is. */
  answers?: readonly number[];
}

export interface GitAnswer {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** No hook, monitor, pager, signing program or network: what git would run may have been written by a model. */
const SAFE = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.filesRefLockTimeout=10000',
  'core.packedRefsTimeout=10000',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'submodule.recurse=false',
  'protocol.allow=never',
  'user.useConfigOnly=true',
].flatMap((setting) => ['-c', setting]);

/** Not GIT_DIR and its like: they would lead to another repository. */
const PASSED = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'EMAIL',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
];

/** The arguments and the environment that every git of ours is started with. */
export function gitProcess(
  args: readonly string[],
  call: GitCall,
): { args: string[]; cwd: string; env: NodeJS.ProcessEnv } {
  const env: NodeJS.ProcessEnv = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'true',
  };
  for (const name of PASSED) if (process.env[name] !== undefined) env[name] = process.env[name];
  if (call.gitDir !== undefined) Object.assign(env, { GIT_DIR: call.gitDir, GIT_WORK_TREE: call.cwd });
  if (call.indexFile !== undefined) env.GIT_INDEX_FILE = call.indexFile;
  return { args: [...SAFE, ...args], cwd: call.cwd, env };
}

/**
 * Runs git and waits for its end.
 * @throws `tool_failed` with what git said; `misconfigured` without git; the reason of the signal.
 */
export async function git(args: readonly string[], call: GitCall): Promise<GitAnswer> {
  throwIfAborted(call.signal, 'git');
  const { args: all, ...options } = gitProcess(args, call);
  const child = spawn('git', all, { ...options, stdio: 'pipe' });
  const stop = (): void => void child.kill('SIGTERM');
  call.signal?.addEventListener('abort', stop, { once: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A git that ends early does not read to the end; its exit code tells why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(call.input ?? '');
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (error) => reject(noGit(error)));
      child.once('close', resolve);
    });
    if (exitCode === null && call.signal?.aborted) throw abortedError(call.signal, 'git');
    const answer = { stdout: text(stdout), stderr: text(stderr), exitCode: exitCode ?? -1 };
    if (answer.exitCode === 0 || call.answers?.includes(answer.exitCode)) return answer;
    throw gitFailed(args, answer);
  } finally {
    call.signal?.removeEventListener('abort', stop);
  }
}

/** Of a call whose answer is one line. */
export async function gitLine(args: readonly string[], call: GitCall): Promise<string> {
  return (await git(args, call)).stdout.trim();
}

const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');

function noGit(cause: Error): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `git could not be started: ${describeThrown(cause)}. Install git 2.38 or newer, or set workspace.commit to false and workspace.mode to shared.`,
    { cause },
  );
}

function gitFailed(args: readonly string[], { stderr, exitCode }: GitAnswer): AgentCoordError {
  const said = stderr.trim().slice(0, 2000) || `exit code ${exitCode}`;
  return new AgentCoordError('tool_failed', `git ${args[0]} failed: ${said}`, {
    data: { git: args.slice(0, 20).map(String), exitCode },
  });
}
