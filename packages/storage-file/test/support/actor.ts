import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

export interface ActorReply {
  reply?: unknown;
  error?: { code: string; message: string; data: Record<string, unknown> };
}

/** Another process with the same store. It does what it is told, one call after the other. */
export interface Actor {
  readonly pid: number;
  /** `call('records.put', { … })`; the reply, or the error as data. */
  call(verb: string, ...values: unknown[]): Promise<ActorReply>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves to the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Everything it wrote to its error output. */
  errors(): string;
}

export interface ActorOptions {
  folder: string;
  /** `AGENTCOORD_CRASH_POINT` of the process. */
  crashPoint?: string;
  environment?: Record<string, string>;
}

const SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];
const SCRIPT = fileURLToPath(new URL('actor.process.ts', import.meta.url));

export async function startActor({ folder, crashPoint, environment = {} }: ActorOptions): Promise<Actor> {
  const env = { ...process.env, ...environment };
  if (crashPoint !== undefined) env.AGENTCOORD_CRASH_POINT = crashPoint;
  const child = spawn(process.execPath, [...SOURCES, SCRIPT, folder], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const answers = new Answers(child, ended);
  await answers.next('ready').catch(() => expect.fail(`the actor did not start: ${errors.join('')}`));
  let calls = 0;
  return {
    pid: child.pid ?? 0,
    call(verb, ...values) {
      calls += 1;
      child.stdin.write(`${JSON.stringify({ id: String(calls), verb, values })}\n`);
      return answers.next(String(calls));
    },
    kill: (signal) => void child.kill(signal),
    ended,
    errors: () => errors.join(''),
  };
}

/** Resolves when the process has stopped itself. */
export async function stopped({ pid }: Actor): Promise<void> {
  const state = (): string | undefined =>
    /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  await expect.poll(state, { timeout: 60_000, interval: 5 }).toBe('T');
}

class Answers {
  readonly #early = new Map<string, ActorReply>();
  readonly #waiting = new Map<string, (reply: ActorReply) => void>();
  readonly #ended: Promise<unknown>;

  constructor(child: ChildProcess, ended: Promise<unknown>) {
    this.#ended = ended;
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, ...reply } = JSON.parse(line) as ActorReply & { id: string };
      const waiting = this.#waiting.get(id);
      if (waiting) waiting(reply);
      else this.#early.set(id, reply);
    });
  }

  next(id: string): Promise<ActorReply> {
    const early = this.#early.get(id);
    if (early) return Promise.resolve(early);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      this.#ended.then(() => reject(new Error('the actor ended before it answered')), reject);
    });
  }
}
