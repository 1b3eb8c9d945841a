import type { CallAccount, Reservation } from '../budget/call-account.js';
import { PromptBound } from '../budget/prompt-bound.js';
import type { ModelMessage } from '../model/content.js';
import type { ModelRequest, ModelResponse } from '../model/model-provider.js';
import type { TokenUsage } from '../model/token-usage.js';
import type { UsageMeter } from './usage-meter.js';

const MIN_OUTPUT_TOKENS = 1_024;

type Asked = Pick<ModelRequest, 'system' | 'tools' | 'messages' | 'signal' | 'onWait'>;

/**
 * What the calls of one task may cost and do cost: reserved in the account before each try, settled after
 * it, and counted. Without an account it only counts.
 */
export class CallSpending {
  private readonly bound = new PromptBound();
  private open: Reservation | undefined;

  constructor(
    private readonly meter: UsageMeter,
    private readonly account: CallAccount | undefined,
    /** The longest answer the provider asks for. */
    private readonly longestAnswer: number,
  ) {}

  /** Before the first try. @returns how long the answer may be. @throws `budget_exceeded`. */
  async begin(asked: Asked): Promise<number> {
    const outputTokens = Math.min(this.meter.left(), this.longestAnswer);
    return this.reserve(asked, outputTokens, Math.min(outputTokens, MIN_OUTPUT_TOKENS));
  }

  /** Before a further try, which asks for as long an answer as the first. What was not billed is still reserved. */
  async again(asked: Asked, outputTokens: number): Promise<void> {
    if (!this.open) await this.reserve(asked, outputTokens, outputTokens);
  }

  discarded(asked: Asked, usage: TokenUsage, receivedBytes: number): Promise<void> {
    return this.settle(usage, false, { sent: sentCharacters(asked), received: receivedBytes });
  }

  async answered(asked: Asked, { usage, content }: ModelResponse): Promise<void> {
    this.bound.note(usage, asked.messages);
    await this.settle(usage, true, {
      sent: sentCharacters(asked),
      received: JSON.stringify(content).length,
    });
  }

  /** Gives back what no try used. */
  async end(): Promise<void> {
    await this.open?.release();
    this.open = undefined;
  }

  private async reserve(asked: Asked, outputTokens: number, minOutputTokens: number): Promise<number> {
    if (!this.account) return outputTokens;
    const fixed = asked.system + JSON.stringify(asked.tools);
    const promptTokens = this.bound.tokens(fixed, asked.messages);
    this.open = await this.account.reserve({ promptTokens, outputTokens, minOutputTokens }, asked);
    return this.open.outputTokens;
  }

  private async settle(
    usage: TokenUsage,
    isWhole: boolean,
    lengths: { sent: number; received: number },
  ): Promise<void> {
    const known = this.meter.add(usage, () => lengths);
    const reservation = this.open;
    this.open = undefined;
    await reservation?.settle({ usage, isWhole, known });
  }
}

function sentCharacters({ system, tools, messages }: Asked): number {
  return system.length + JSON.stringify(tools).length + charactersOf(messages);
}

/** Tool inputs are text as well. */
function charactersOf(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, { content }) => sum + JSON.stringify(content).length, 0);
}
