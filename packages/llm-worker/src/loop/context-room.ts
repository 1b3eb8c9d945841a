import type { TokenUsage } from '../model/token-usage.js';
import type { Conversation } from './conversation.js';
import type { WorkSummary } from './work-summary.js';

/** Until a server has counted; real text has 3 to 4 characters a token. */
const TOKENS_PER_CHARACTER = 1 / 3;
/** How much of the limit a step leaves, and how much must be new until the next: the server's cache holds in between. */
const KEPT_SHARE = 0.5;
const STEP_SHARE = 0.25;

export interface ContextRoomOptions {
  conversation: Conversation;
  summary: WorkSummary;
  /** Of instructions and tools. */
  fixedCharacters: number;
  /** Tokens of a prompt from which on room is made. */
  limit: number;
}

/**
 * Keeps a conversation within bounds: in large and rare steps by itself, since each one costs the server's cache, and
 * harder when the model says that its context is full.
 */
export class ContextRoom {
  private tokensPerCharacter = TOKENS_PER_CHARACTER;
  private nextStepAt: number;

  constructor(private readonly options: ContextRoomOptions) {
    this.nextStepAt = options.limit;
  }

  /** What the server counted for the conversation as it is now, before the answer is added. */
  measured({ inputTokens, cacheReadTokens, cacheWriteTokens }: TokenUsage): void {
    const tokens = (inputTokens ?? 0) + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
    // A server that counts nothing says zero.
    if (tokens > 0) this.tokensPerCharacter = tokens / this.characters();
  }

  /** Before a request. @returns whether something was left out. */
  keepWithin(): boolean {
    const { conversation, limit } = this.options;
    const tokens = this.tokens();
    if (tokens <= this.nextStepAt) return false;
    const wanted = (tokens - limit * KEPT_SHARE) / this.tokensPerCharacter;
    const results = conversation.leaveOutResults(wanted);
    // Where results alone are not enough the model has written much itself, and that goes with its exchanges.
    const freed = results < wanted / 2 ? results + conversation.cutExchanges(wanted - results) : results;
    if (freed === 0) return false;
    this.summarise();
    this.nextStepAt = Math.max(limit, this.tokens() + limit * STEP_SHARE);
    return true;
  }

  /** When the model says that its context is full. False when there is nothing left to leave out. */
  makeRoom(): boolean {
    const { conversation } = this.options;
    const freed = conversation.leaveOutResults(Number.POSITIVE_INFINITY) > 0 || conversation.keepLast();
    if (freed) this.summarise();
    return freed;
  }

  private summarise(): void {
    this.options.conversation.summarise(this.options.summary.text());
  }

  private tokens(): number {
    return this.characters() * this.tokensPerCharacter;
  }

  private characters(): number {
    return this.options.fixedCharacters + this.options.conversation.characters();
  }
}
