import { AgentCoordError } from '@agentcoord/core';
import type Anthropic from '@anthropic-ai/sdk';
import { type ModelResponse, STOP_REASONS, type StopReason } from '../../model/model-provider.js';
import type { TokenUsage } from '../../model/token-usage.js';
import { CutStream } from '../cut-stream.js';
import { StreamedBlock } from './streamed-block.js';

type Event = Anthropic.RawMessageStreamEvent;

/**
 * Puts a streamed message together. `usage` is kept up to date while it runs, so that it is known when
 * the stream breaks.
 * @throws `CutStream` when the stream ends early.
 */
export async function readMessage(events: AsyncIterable<Event>, usage: TokenUsage): Promise<ModelResponse> {
  const blocks = new Map<number, StreamedBlock>();
  let stop: { reason: string | null; detail?: string } = { reason: null };
  let complete = false;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        noteUsage(usage, event.message.usage);
        break;
      case 'content_block_start':
        blocks.set(event.index, new StreamedBlock(event.content_block));
        break;
      case 'content_block_delta':
        blocks.get(event.index)?.add(event.delta);
        break;
      case 'content_block_stop':
        blocks.get(event.index)?.end();
        break;
      case 'message_delta':
        stop = { reason: event.delta.stop_reason, detail: refusalDetail(event.delta.stop_details) };
        noteUsage(usage, event.usage);
        break;
      case 'message_stop':
        complete = true;
        break;
    }
  }
  if (!complete || stop.reason === null) throw new CutStream('The answer was cut off in the middle.');
  const finished = [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block.finish());
  return {
    content: finished.flatMap((block) => (block ? [block.content] : [])),
    native: finished.flatMap((block) => (block ? [block.native] : [])),
    stopReason: knownStopReason(stop.reason),
    stopDetail: stop.detail,
    usage: { ...usage },
  };
}

type SentUsage = Partial<
  Pick<
    Anthropic.MessageDeltaUsage,
    'input_tokens' | 'output_tokens' | 'cache_creation_input_tokens' | 'cache_read_input_tokens'
  >
>;

/** Counts are cumulative, later ones replace earlier ones, and any may be null or missing. */
function noteUsage(usage: TokenUsage, sent: SentUsage | null | undefined): void {
  usage.inputTokens = sent?.input_tokens ?? usage.inputTokens;
  usage.cacheWriteTokens = sent?.cache_creation_input_tokens ?? usage.cacheWriteTokens;
  usage.cacheReadTokens = sent?.cache_read_input_tokens ?? usage.cacheReadTokens;
  usage.outputTokens = sent?.output_tokens ?? usage.outputTokens;
}

function refusalDetail(details: Anthropic.RefusalStopDetails | null | undefined): string | undefined {
  const parts = [details?.category, details?.explanation].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(': ') : undefined;
}

function knownStopReason(reason: string): StopReason {
  const known = STOP_REASONS.find((candidate) => candidate === reason);
  if (known) return known;
  throw new AgentCoordError(
    'provider_failed',
    `The model stopped for a reason this version does not know: ${reason}. Update AgentCoord.`,
    {
      data: { reason: 'unknown_stop_reason', stopReason: reason, retryable: false },
    },
  );
}
