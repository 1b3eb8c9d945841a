import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { AgentCoordError, checkIdentity, invalid } from '@agentcoord/core';
import type { CliIo } from '../command-context.js';

/** A tool call carries the whole file it writes; more than this is no tool call. */
const MOST_BYTES = 64 * 2 ** 20;

/** What Claude Code tells a hook on stdin, as far as a hook here goes by it. */
export interface HookInput {
  sessionId: string;
  /** Where the session works now, also in a work tree. Absolute. */
  cwd: string;
  /** Only inside a subagent. */
  agentId: string | undefined;
  toolName: string;
  toolInput: Readonly<Record<string, unknown>>;
  /** Of SessionStart: startup, resume, clear or compact. */
  source: string | undefined;
  /** Of UserPromptSubmit. */
  prompt: string | undefined;
}

/**
 * @param io `readStdin` reads what is there in one step: to set up the stream takes longer than all else here.
 */
export async function readHookInput(io: Pick<CliIo, 'stdin' | 'readStdin'>): Promise<HookInput> {
  const whole = io.readStdin?.(MOST_BYTES);
  return checkHookInput(parse(whole ?? (await readStream(io.stdin))));
}

async function readStream(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > MOST_BYTES) throw invalid('stdin', `at most ${MOST_BYTES} bytes of JSON`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checkHookInput(value: unknown): HookInput {
  const input = objectOf(value);
  const { session_id, cwd, agent_id, tool_name, tool_input, source, prompt } = input;
  const folder = textOf(cwd) ?? process.cwd();
  if (!isAbsolute(folder)) throw invalid('cwd', 'an absolute path', folder);
  return {
    sessionId: checkIdentity(session_id, 'session_id'),
    cwd: folder,
    agentId: textOf(agent_id) === undefined ? undefined : checkIdentity(agent_id, 'agent_id').slice(0, 64),
    toolName: textOf(tool_name) ?? '',
    toolInput: isObject(tool_input) ? tool_input : {},
    source: textOf(source),
    prompt: textOf(prompt),
  };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentCoordError(
      'invalid_argument',
      'What came on stdin is no JSON. Hooks are called by Claude Code, which tells them what happens: see agentcoord setup claude.',
      { data: { field: 'stdin' } },
    );
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw invalid('stdin', 'a JSON object with session_id and cwd', value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
