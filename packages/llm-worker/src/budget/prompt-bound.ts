import type { ModelMessage } from '../model/content.js';
import type { TokenUsage } from '../model/token-usage.js';

/** What a server adds by itself: how to call tools, roles and separators. */
const SERVER_TOKENS = 2_000;
const TOKENS_PER_BLOCK = 16;

/**
 * How many tokens a prompt has at most. No tokenizer makes more tokens than bytes, and what was in the
 * last prompt was counted by the server itself: only what is new since then is bounded by its bytes.
 */
export class PromptBound {
  private counted: { tokens: number; messages: ReadonlySet<ModelMessage> } | undefined;

  /** @param fixed system prompt and tools. */
  tokens(fixed: string, messages: readonly ModelMessage[]): number {
    if (!this.counted) return Buffer.byteLength(fixed) + SERVER_TOKENS + boundOf(messages);
    const { tokens, messages: counted } = this.counted;
    const last = messages.findLastIndex((message) => counted.has(message));
    // The answer itself was counted as output. What has gone since then is still counted: it is a bound.
    const added = messages.filter(
      (message, index) => !counted.has(message) && !(index === last + 1 && message.role === 'assistant'),
    );
    return tokens + boundOf(added);
  }

  /** The answer to this prompt; it becomes part of the next one, with its thinking. */
  note(usage: TokenUsage, messages: readonly ModelMessage[]): void {
    const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
    if (inputTokens === null || outputTokens === null) return;
    const prompt = inputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
    this.counted = { tokens: prompt + outputTokens + TOKENS_PER_BLOCK, messages: new Set(messages) };
  }
}

function boundOf(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, message) => sum + messageBound(message), 0);
}

function messageBound({ content, ...rest }: ModelMessage): number {
  const native = 'native' in rest && rest.native !== undefined ? rest.native : undefined;
  return Buffer.byteLength(JSON.stringify(native ?? content)) + TOKENS_PER_BLOCK * (content.length + 1);
}
