import type { AssistantMessage, ModelMessage, UserBlock, UserMessage } from '../model/content.js';
import type { ModelResponse } from '../model/model-provider.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { leftOutMarks } from './left-out-marks.js';

/** Always whole: what the model works with now. */
const KEPT_EXCHANGES = 2;
const SHORT_RESULT = 300;
/** What is left of each newest result where nothing else can go. */
const LAST_RESULT_BYTES = 8 * 1024;

/**
 * What was said so far, in the order that a provider needs. It can become shorter, but every call that stays has
 * its result, and what the model said stays as it is or goes as a whole.
 */
export class Conversation {
  readonly messages: ModelMessage[] = [];
  private readonly task: string;

  /** @param hide takes secrets out of everything that goes to the model. */
  constructor(
    firstMessage: string,
    private readonly hide: (text: string) => string = (text) => text,
  ) {
    this.task = hide(firstMessage);
    this.messages.push({ role: 'user', content: [{ type: 'text', text: this.task }] });
  }

  addUser(content: UserBlock[]): void {
    const hidden = content.map(
      (block): UserBlock =>
        block.type === 'text'
          ? { ...block, text: this.hide(block.text) }
          : { ...block, content: this.hide(block.content) },
    );
    this.messages.push({ role: 'user', content: hidden });
  }

  /** Nothing is kept of an empty response: a provider refuses an empty message. */
  addAssistant(response: ModelResponse): void {
    if (response.content.length === 0) return;
    const message: AssistantMessage = { role: 'assistant', content: response.content };
    if (response.native !== undefined) message.native = response.native;
    this.messages.push(message);
  }

  characters(): number {
    return this.messages.reduce((sum, message) => sum + charactersOf(message), 0);
  }

  /**
   * Long tool results from before the last two exchanges become a line each, the oldest first, until so many
   * characters are free. @returns how many are.
   */
  leaveOutResults(wanted: number): number {
    const marks = leftOutMarks(this.messages);
    let freed = 0;
    for (const message of this.userMessages().slice(0, -KEPT_EXCHANGES)) {
      for (const block of message.content) {
        if (freed >= wanted) return freed;
        if (block.type !== 'tool_result' || block.content.length <= SHORT_RESULT) continue;
        const mark = this.hide(marks.get(block.toolUseId) ?? '');
        freed += block.content.length - mark.length;
        block.content = mark;
      }
    }
    return freed;
  }

  /** Whole exchanges go, the oldest first: calls with their results. The task stays, and the last `kept` exchanges. */
  cutExchanges(wanted: number, kept = KEPT_EXCHANGES): number {
    const [, ...users] = this.userMessages();
    let freed = 0;
    for (const user of users.slice(0, kept === 0 ? undefined : -kept)) {
      if (freed >= wanted) break;
      const gone = this.messages.splice(1, this.messages.indexOf(user));
      freed += gone.reduce((sum, message) => sum + charactersOf(message), 0);
    }
    return freed;
  }

  /** The hardest: only the last exchange is left, and of its results what says most. False when that changes nothing. */
  keepLast(): boolean {
    let freed = this.cutExchanges(Number.POSITIVE_INFINITY, 1);
    for (const block of this.messages.at(-1)?.content ?? []) {
      if (block.type !== 'tool_result') continue;
      const shorter = shortenMiddle(block.content, LAST_RESULT_BYTES);
      freed += block.content.length - shorter.length;
      block.content = shorter;
    }
    return freed > 0;
  }

  /** Stands behind the task from now on, in the place of an earlier one. */
  summarise(summary: string): void {
    const content: UserBlock[] = [
      { type: 'text', text: this.task },
      { type: 'text', text: this.hide(summary) },
    ];
    // Another object: what was counted of the message before no longer holds.
    this.messages[0] = { role: 'user', content };
  }

  private userMessages(): UserMessage[] {
    return this.messages.filter((message) => message.role === 'user');
  }
}

function charactersOf(message: ModelMessage): number {
  return JSON.stringify(('native' in message && message.native) || message.content).length;
}
