import { AgentCoordError } from '@agentcoord/core';
import type OpenAI from 'openai';
import type { AssistantBlock } from '../../model/content.js';
import type { ModelResponse, StopReason } from '../../model/model-provider.js';
import type { TokenUsage } from '../../model/token-usage.js';
import { CutStream } from '../cut-stream.js';
import { readToolInput } from '../tool-input.js';
import { StreamedError } from './streamed-error.js';

type Response = OpenAI.Responses.Response;
type OutputItem = OpenAI.Responses.ResponseOutputItem;

/**
 * Waits for the end of a streamed response, which says it all once more.
 * @throws `CutStream` when the stream ends before, `StreamedError` with what the server says went wrong.
 */
export async function readResponse(
  events: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>,
  usage: TokenUsage,
): Promise<ModelResponse> {
  for await (const event of events) {
    switch (event.type) {
      case 'response.completed':
      case 'response.incomplete':
        noteUsage(usage, event.response);
        return finished(event.response, usage);
      case 'response.failed':
        noteUsage(usage, event.response);
        throw new StreamedError(event.response.error?.message, event.response.error?.code);
      case 'error':
        throw new StreamedError(event.message, event.code);
    }
  }
  throw new CutStream('The answer was cut off in the middle.');
}

/** `input_tokens` is all of the prompt, with what was cached. */
function noteUsage(usage: TokenUsage, { usage: sent }: Response): void {
  if (!sent) return;
  const { cached_tokens: read, cache_write_tokens: written } = sent.input_tokens_details ?? {};
  usage.cacheReadTokens = read ?? null;
  usage.cacheWriteTokens = written ?? null;
  usage.inputTokens =
    typeof sent.input_tokens === 'number'
      ? Math.max(0, sent.input_tokens - (read ?? 0) - (written ?? 0))
      : null;
  usage.outputTokens = sent.output_tokens ?? null;
}

function finished(response: Response, usage: TokenUsage): ModelResponse {
  const items = withoutLooseReasoning(response.output);
  const refusal = refusalIn(items);
  const content = items.flatMap(blocksOf);
  return {
    content,
    native: items.map(answerable),
    stopReason: refusal === undefined ? stopReasonOf(response, content) : 'refusal',
    stopDetail: refusal ?? response.incomplete_details?.reason,
    usage: { ...usage },
  };
}

/** The server refuses reasoning that nothing follows: what an answer that was cut off ends with. */
function withoutLooseReasoning(output: readonly OutputItem[]): OutputItem[] {
  const last = output.findLastIndex((item) => item.type !== 'reasoning');
  return output.slice(0, last + 1);
}

/** As it came. Only arguments that are no JSON are replaced, since some servers read them. */
function answerable(item: OutputItem): OutputItem {
  if (item.type !== 'function_call' || readToolInput(item.arguments).inputError === undefined) return item;
  return { ...item, arguments: '{}' };
}

/** Items are told apart by type, never by position. */
function blocksOf(item: OutputItem): AssistantBlock[] {
  if (item.type === 'message') {
    return item.content.flatMap((part): AssistantBlock[] =>
      part.type === 'output_text' && part.text !== '' ? [{ type: 'text', text: part.text }] : [],
    );
  }
  if (item.type === 'function_call') {
    const { call_id: id, name } = item;
    return [{ type: 'tool_use', id, name, ...readToolInput(item.arguments) }];
  }
  return [{ type: 'opaque', kind: item.type }];
}

function refusalIn(items: readonly OutputItem[]): string | undefined {
  const parts = items.flatMap((item) => (item.type === 'message' ? item.content : []));
  const found = parts.find((part) => part.type === 'refusal');
  return found?.type === 'refusal' ? found.refusal : undefined;
}

function stopReasonOf(response: Response, content: readonly AssistantBlock[]): StopReason {
  if (response.status === 'completed')
    return content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  const reason = response.incomplete_details?.reason;
  if (reason === 'max_output_tokens') return 'max_tokens';
  if (reason === 'content_filter') return 'refusal';
  const why = reason ?? response.status ?? 'none';
  throw new AgentCoordError(
    'provider_failed',
    `The model stopped for a reason this version does not know: ${why}. Update AgentCoord.`,
    { data: { reason: 'unknown_stop_reason', stopReason: why, retryable: false } },
  );
}
