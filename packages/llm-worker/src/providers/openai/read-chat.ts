import { AgentCoordError, newId } from '@agentcoord/core';
import type OpenAI from 'openai';
import type { AssistantBlock, ToolUseBlock } from '../../model/content.js';
import type { ModelResponse, StopReason } from '../../model/model-provider.js';
import type { TokenUsage } from '../../model/token-usage.js';
import { CutStream } from '../cut-stream.js';
import { readToolInput } from '../tool-input.js';

type Chunk = OpenAI.Chat.ChatCompletionChunk;
type Choice = OpenAI.Chat.ChatCompletionChunk.Choice;

interface StreamedCall {
  id: string;
  name: string;
  json: string;
}

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'end_turn',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  length: 'max_tokens',
  content_filter: 'refusal',
};

/**
 * Puts a streamed completion together.
 * @throws `CutStream` when the stream ends without a reason to stop.
 */
export async function readChat(chunks: AsyncIterable<Chunk>, usage: TokenUsage): Promise<ModelResponse> {
  const said = { text: '', refusal: '' };
  const calls = new Map<number, StreamedCall>();
  let reason: string | null = null;
  for await (const chunk of chunks) {
    noteUsage(usage, chunk.usage);
    const choice = chunk.choices?.[0];
    if (!choice) continue;
    said.text += choice.delta?.content ?? '';
    said.refusal += choice.delta?.refusal ?? '';
    addCalls(calls, choice);
    reason = choice.finish_reason ?? reason;
  }
  if (reason === null) throw new CutStream('The answer was cut off in the middle.');
  const uses = [...calls].sort(([a], [b]) => a - b).flatMap(([, call]) => toolUse(call));
  const text: AssistantBlock[] = said.text.trim() === '' ? [] : [{ type: 'text', text: said.text }];
  return {
    content: [...text, ...uses],
    stopReason: said.refusal === '' ? knownStopReason(reason, uses.length > 0) : 'refusal',
    stopDetail: said.refusal || (reason === 'content_filter' ? reason : undefined),
    usage: { ...usage },
  };
}

function addCalls(calls: Map<number, StreamedCall>, { delta }: Choice): void {
  for (const [place, part] of (delta?.tool_calls ?? []).entries()) {
    // Some servers number no parts.
    const index = part.index ?? place;
    const call = calls.get(index) ?? { id: '', name: '', json: '' };
    calls.set(index, {
      id: call.id || (part.id ?? ''),
      name: call.name || (part.function?.name ?? ''),
      json: call.json + (part.function?.arguments ?? ''),
    });
  }
}

/** Nothing of a call that was cut off before its name. */
function toolUse({ id, name, json }: StreamedCall): ToolUseBlock[] {
  return name === '' ? [] : [{ type: 'tool_use', id: id || newId('call'), name, ...readToolInput(json) }];
}

/** `prompt_tokens` is all of the prompt, with what was cached. Sent once, at the end, if at all. */
function noteUsage(usage: TokenUsage, sent: Chunk['usage']): void {
  if (!sent) return;
  const { cached_tokens: read, cache_write_tokens: written } = sent.prompt_tokens_details ?? {};
  usage.cacheReadTokens = read ?? null;
  usage.cacheWriteTokens = written ?? null;
  usage.inputTokens =
    typeof sent.prompt_tokens === 'number'
      ? Math.max(0, sent.prompt_tokens - (read ?? 0) - (written ?? 0))
      : null;
  usage.outputTokens = sent.completion_tokens ?? null;
}

function knownStopReason(reason: string, hasCalls: boolean): StopReason {
  const known = STOP_REASONS[reason];
  // Many servers say `stop` where a call ends the turn.
  if (known === 'end_turn' && hasCalls) return 'tool_use';
  if (known) return known;
  throw new AgentCoordError(
    'provider_failed',
    `The model stopped for a reason this version does not know: ${reason}. Update AgentCoord.`,
    { data: { reason: 'unknown_stop_reason', stopReason: reason, retryable: false } },
  );
}
