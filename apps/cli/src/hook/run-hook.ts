import { AgentCoordError, describeThrown, redact } from '@agentcoord/core';
import type { CommandCall, CommandResult } from '../command-context.js';
import { denial, type HookAnswer } from './hook-answer.js';
import { type HookInput, readHookInput } from './hook-input.js';

/** Below the 10 seconds after which Claude Code ends a hook. */
const DEADLINE_MS = 4_000;
/** What hangs after the answer was given is not waited for. */
const CLOSE_MS = 300;
/** Claude Code shows it to the user and goes on; 2 would block. */
const SHOWN_ONLY = 1;

export interface HookOptions {
  strict?: boolean;
}

export interface Hook {
  call: CommandCall<HookOptions>;
  input: HookInput;
}

export interface HookKind {
  /** Where an answer can refuse what was asked for, `strict` does so when something is broken. */
  mayDeny?: boolean;
  deadlineMs?: number;
  /** What did not happen when it fails. */
  otherwise: string;
}

/** A hook from its input to its answer, in time and never in the way of the user's agent. */
export async function runHook(
  call: CommandCall<HookOptions>,
  kind: HookKind,
  answer: (hook: Hook) => Promise<HookAnswer | undefined>,
): Promise<CommandResult> {
  let cwd = call.cwd;
  const work = async (): Promise<HookAnswer | undefined> => {
    const input = await readHookInput(call.io);
    cwd = input.cwd;
    return answer({ call, input });
  };
  try {
    return resultOf(await inTime(work(), kind.deadlineMs ?? DEADLINE_MS));
  } catch (error) {
    const isStrict = kind.mayDeny === true && (call.options.strict === true || (await isStrictIn(cwd, call)));
    const why = redact(describeThrown(error));
    endSoon(isStrict ? 0 : SHOWN_ONLY);
    if (isStrict) return resultOf(denial(`AgentCoord could not lock this, and 'strict' is on: ${why}`));
    call.note(`agentcoord ${call.name}: ${why} ${kind.otherwise}`);
    return { data: null, text: '', exitCode: SHOWN_ONLY };
  }
}

function resultOf(answer: HookAnswer | undefined): CommandResult {
  return { data: answer ?? null, text: answer === undefined ? '' : JSON.stringify(answer) };
}

async function inTime<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate(deadlineMs)), deadlineMs);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(deadlineMs: number): AgentCoordError {
  return new AgentCoordError(
    'timeout',
    `There was no answer from the store within ${deadlineMs / 1_000} s. See 'agentcoord doctor'.`,
  );
}

function endSoon(code: number): void {
  setTimeout(() => process.exit(code), CLOSE_MS).unref();
}

async function isStrictIn(cwd: string, call: CommandCall): Promise<boolean> {
  return call.configure({ cwd }).then(
    ({ hooks }) => hooks.strict === true,
    () => false,
  );
}
