import { describe, expect, it } from 'vitest';
import { PromptBound } from '../src/budget/prompt-bound.js';
import type { ModelMessage } from '../src/model/content.js';

const FIXED = 'You are a coding agent. '.repeat(40);

/** A tokenizer that makes this many bytes a token, at a server that adds words of its own. */
function serverTokens(messages: readonly ModelMessage[], bytesPerToken: number): number {
  const text = FIXED + JSON.stringify(messages.map(({ content }) => content));
  return 700 + Math.ceil(Buffer.byteLength(text) / bytesPerToken) + messages.length * 4;
}

const user = (text: string): ModelMessage => ({ role: 'user', content: [{ type: 'text', text }] });
const assistant = (text: string): ModelMessage => ({ role: 'assistant', content: [{ type: 'text', text }] });

describe('the most tokens a prompt can have', () => {
  it.each([1, 1.5, 4])('is never below what a server counts, at %d bytes a token', (bytesPerToken) => {
    const bound = new PromptBound();
    const messages: ModelMessage[] = [user('Do it. 做吧 😀')];
    for (let turn = 0; turn < 12; turn += 1) {
      const counted = serverTokens(messages, bytesPerToken);
      const most = bound.tokens(FIXED, messages);
      expect(most, `turn ${turn}`).toBeGreaterThanOrEqual(counted);
      // Every third time a server says nothing; then the bound rests on the last time it did.
      const answer = assistant(`Step ${turn}: ${'thought '.repeat(turn * 20)}`);
      const outputTokens = Math.ceil(Buffer.byteLength(JSON.stringify(answer.content)) / bytesPerToken);
      const usage =
        turn % 3 === 2
          ? { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null }
          : { inputTokens: counted - 300, outputTokens, cacheReadTokens: 300, cacheWriteTokens: null };
      bound.note(usage, messages);
      messages.push(answer, user(`Result ${turn}: ${'line of a file\n'.repeat(turn * 30)}`));
    }
  });

  it('counts only what is new by its bytes', () => {
    const bound = new PromptBound();
    const messages: ModelMessage[] = [user('x'.repeat(40_000))];
    expect(bound.tokens(FIXED, messages)).toBeGreaterThan(40_000);
    bound.note({ inputTokens: 10_000, outputTokens: 50, cacheReadTokens: 0, cacheWriteTokens: 0 }, messages);
    messages.push(assistant('y'.repeat(200)), user('Go on.'));
    expect(bound.tokens(FIXED, messages)).toBeLessThan(10_250);
  });

  it('stays a bound when messages go and others take their place', () => {
    const bound = new PromptBound();
    const messages = [user('Do it.'), assistant('a'), user('x'.repeat(5000)), assistant('b'), user('y')];
    bound.note({ inputTokens: 6000, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 }, messages);
    const most = bound.tokens(FIXED, [user('Do it. So far: z'), assistant('b'), user('y')]);
    expect(most).toBeGreaterThanOrEqual(6010);
    expect(bound.tokens(FIXED, [user('w'.repeat(9000))])).toBeGreaterThan(15_000);
  });

  it('counts what a provider keeps of an answer, where nobody counted it', () => {
    const bound = new PromptBound();
    const answer: ModelMessage = {
      role: 'assistant',
      content: [{ type: 'text', text: 'short' }],
      native: [{ thinking: 'z'.repeat(9000) }],
    };
    expect(bound.tokens(FIXED, [user('Go.'), answer, user('On.')])).toBeGreaterThan(9000);
  });
});
