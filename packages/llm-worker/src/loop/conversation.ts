import type { AssistantMessage, ModelMessage, UserBlock } from '../model/content.js';
import type { ModelResponse } from '../model/model-provider.js';

const KEPT_EXCHANGES = 2;
const SHORT_RESULT = 300;
const LEFT_OUT = '[left out to make room; call the tool again if you need it]';

/** What was said so far, in the order that a provider needs. */
export class Conversation {
  readonly messages: ModelMessage[] = [];

  /** @param hide takes secrets out of everything that goes to the model. */
  constructor(
    firstMessage: string,
    private readonly hide: (text: string) => string = (text) => text,
  ) {
    this.addUser([{ type: 'text', text: firstMessage }]);
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

  /**
   * Makes room: long tool results from before the last two exchanges are left out. What the model said
   * stays as it is. False when there was nothing to leave out.
   */
  shrink(): boolean {
    let shrunk = false;
    const users = this.messages.filter((message) => message.role === 'user');
    for (const message of users.slice(0, -KEPT_EXCHANGES)) {
      for (const block of message.content) {
        if (block.type !== 'tool_result' || block.content.length <= SHORT_RESULT) continue;
        block.content = LEFT_OUT;
        shrunk = true;
      }
    }
    return shrunk;
  }
}
