import { AgentCoordError, inSpan, throwIfAborted } from '@agentcoord/core';
import type { EngineContext } from '../engine/engine.js';
import { textOf, toolUses } from '../model/content.js';
import type { ModelProvider, ModelResponse, ModelSession, ToolDefinition } from '../model/model-provider.js';
import type { CallSpending } from './call-spending.js';
import { ContextRoom } from './context-room.js';
import type { Conversation } from './conversation.js';
import { SYSTEM_PROMPT } from './instructions.js';
import { refusedError, turnsUsedUp, unfinished, windowFull } from './loop-errors.js';
import type { ToolTurn } from './tool-turn.js';
import { WorkSummary } from './work-summary.js';

export interface ModelLoop {
  provider: ModelProvider;
  session: ModelSession;
  conversation: Conversation;
  toolTurn: ToolTurn;
  tools: readonly ToolDefinition[];
  spending: CallSpending;
  context: EngineContext;
  signal: AbortSignal;
  instructions?: string;
  /** Replaces the standing instructions for work. */
  system?: string;
  /** Tokens of a prompt from which on older answers are left out. */
  contextTokens: number;
  onRateLimited?(): void;
}

export interface LoopEnd {
  summary: string;
  turns: number;
}

const MAX_PAUSES = 10;
const MAX_CUT_OFFS = 3;
const MAX_SILENCES = 2;

/**
 * Asks, runs the tools that were asked for, and asks again, until the model calls finish and the
 * verification passes. Limits, locks and the signal are looked at before every request.
 * @throws for every other end, with the reason.
 */
export async function runModelLoop(setting: ModelLoop): Promise<LoopEnd> {
  const loop = prepare(setting);
  const { maxTurns } = loop.context.limits;
  const counts: Counts = { pauses: 0, cutOffs: 0, silences: 0 };
  for (let turn = 1; turn <= maxTurns; ) {
    throwIfAborted(loop.signal, 'the model loop');
    const response = await ask(loop, turn);
    throwIfAborted(loop.signal, 'the model loop');
    const finished = response && (await react(loop, { response, turn, counts }));
    if (finished) return { summary: finished.summary, turns: turn };
    if (!response?.isRepeat) turn += 1;
  }
  throw turnsUsedUp(maxTurns);
}

interface RunningLoop extends ModelLoop {
  system: string;
  room: ContextRoom;
  summary: WorkSummary;
}

function prepare(loop: ModelLoop): RunningLoop {
  const { conversation, tools, instructions, contextTokens: limit, system: standing = SYSTEM_PROMPT } = loop;
  const system = instructions ? `${standing}\n\n${instructions}` : standing;
  const fixedCharacters = system.length + JSON.stringify(tools).length;
  const summary = new WorkSummary();
  return {
    ...loop,
    system,
    summary,
    room: new ContextRoom({ conversation, summary, fixedCharacters, limit }),
  };
}

/** One response; undefined when the context was full and some room was made for another try. */
async function ask(loop: RunningLoop, turn: number): Promise<ModelResponse | undefined> {
  const { provider, room, toolTurn, context } = loop;
  const onWait = (note: string): void => void context.report(`[${provider.name}] turn ${turn}: ${note}`);
  if (room.keepWithin()) {
    toolTurn.forgetRepeats();
    onWait('older results were left out to keep the context in bounds');
  }
  try {
    const response = await respond(loop, onWait);
    room.measured(response.usage);
    if (response.stopReason !== 'model_context_window_exceeded') return response;
  } catch (error) {
    if (!AgentCoordError.is(error, 'provider_failed') || error.data.reason !== 'context_window') throw error;
  }
  if (!room.makeRoom()) throw windowFull();
  toolTurn.forgetRepeats();
  onWait('the context is full; older results were left out');
  return undefined;
}

/** Paid for before it is asked, and counted after it was answered. */
async function respond(loop: RunningLoop, onWait: (note: string) => void): Promise<ModelResponse> {
  const { session, conversation, spending, signal } = loop;
  const asked = {
    system: loop.system,
    tools: loop.tools,
    messages: conversation.messages,
    signal,
    onWait,
    ...(loop.onRateLimited && { onRateLimited: loop.onRateLimited }),
  };
  const maxOutputTokens = await spending.begin(asked);
  try {
    const response = await inSpan('model_call', describeCall(loop), async (span) => {
      const answer = await session.respond({
        ...asked,
        maxOutputTokens,
        onDiscarded: (usage, receivedBytes) => spending.discarded(asked, usage, receivedBytes),
        beforeRetry: () => spending.again(asked, maxOutputTokens),
      });
      const { inputTokens, outputTokens } = answer.usage;
      span.set({
        'gen_ai.usage.input_tokens': inputTokens ?? 0,
        'gen_ai.usage.output_tokens': outputTokens ?? 0,
      });
      return answer;
    });
    await spending.answered(asked, response);
    return response;
  } finally {
    await spending.end();
  }
}

function describeCall({ provider }: RunningLoop) {
  return () => ({ 'gen_ai.provider.name': provider.name, 'gen_ai.request.model': provider.model });
}

interface Counts {
  pauses: number;
  cutOffs: number;
  silences: number;
}

async function react(
  loop: RunningLoop,
  { response, turn, counts }: { response: ModelResponse; turn: number; counts: Counts },
): Promise<{ summary: string } | undefined> {
  const { conversation, summary } = loop;
  if (response.stopReason === 'refusal') throw refusedError(loop.provider.name, response.stopDetail);
  conversation.addAssistant(response);
  summary.noteText(textOf(response.content));
  const calls = toolUses(response.content);
  if (calls.length > 0) {
    counts.pauses = 0;
    counts.silences = 0;
    const { results, finished } = await loop.toolTurn.run(calls, { turn, isRepeat: response.isRepeat });
    for (const [index, result] of results.entries()) {
      const call = calls[index];
      if (call) summary.note(call, result);
    }
    conversation.addUser(results);
    return finished;
  }
  switch (response.stopReason) {
    case 'pause_turn':
      // Sent back as it is, the provider goes on where it paused.
      counts.pauses += 1;
      if (counts.pauses > MAX_PAUSES)
        throw unfinished(`it paused ${counts.pauses} times in a row without calling a tool`);
      return undefined;
    case 'max_tokens':
      counts.cutOffs += 1;
      if (counts.cutOffs > MAX_CUT_OFFS)
        throw unfinished(`its answers were cut off ${counts.cutOffs} times at the output limit`);
      conversation.addUser([
        { type: 'text', text: 'Your answer was cut off at the output limit. Go on, in smaller steps.' },
      ]);
      return undefined;
    default:
      counts.silences += 1;
      if (counts.silences > MAX_SILENCES) throw unfinished('it stopped without calling finish');
      conversation.addUser([
        {
          type: 'text',
          text: 'You called no tool. If the task is done, call finish with a summary; otherwise go on with the tools.',
        },
      ]);
      return undefined;
  }
}
