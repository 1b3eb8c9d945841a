import { isDeepStrictEqual } from 'node:util';
import { createAnthropicProvider } from '../../../src/index.js';
import { whatIsWrong } from '../messages-rules.js';
import { eventsOf } from '../messages-server.js';
import type { Exchange } from './turn.js';
import { KEY, type Wire, type WireAnswer, type WireError } from './wire.js';

const PRICED_MODEL = 'claude-sonnet-5-5';

export const anthropicWire: Wire = {
  name: 'anthropic',
  provider: (url, more) =>
    createAnthropicProvider({
      environment: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url },
      model: PRICED_MODEL,
      backoff: { baseMs: 1, maxMs: 5 },
      ...more,
    }),

  refuses({ path, headers, body }, answered) {
    const wrong = whatIsWrong({ method: 'POST', url: path }, { headers, body }, KEY);
    if (wrong) return wireError(wrong.status, wrong.type, wrong.message);
    const kept = body.messages.filter(({ role }: { role: string }) => role === 'assistant');
    const echoed = kept
      .flatMap(({ content }: { content: Array<{ type: string }> }) => content)
      .filter(({ type }: { type: string }) => type === 'thinking');
    // Whole answers may be left out from the front.
    const sent = answered.slice(answered.length - kept.length).flatMap(({ thinking }) => thinking);
    return isDeepStrictEqual(echoed, sent)
      ? undefined
      : wireError(400, 'invalid_request_error', 'thinking blocks cannot be modified');
  },

  answer({ turn, fault }: Exchange, number): WireAnswer {
    const { input, cacheWrite, cacheRead, output } = turn.usage;
    const thinking = { type: 'thinking', thinking: `Step ${number} …`, signature: `sig-${number}` };
    const calls = turn.calls.map(({ name, input: given }, index) => ({
      type: 'tool_use',
      id: `toolu_${number}_${index}`,
      name,
      input: given,
    }));
    const events = eventsOf({
      content: [thinking, { type: 'text', text: `Turn ${number}.` }, ...calls],
      stop: fault === 'cut-json' ? 'max_tokens' : fault === 'refusal' ? 'refusal' : 'tool_use',
      usage: {
        input_tokens: input,
        cache_creation_input_tokens: cacheWrite,
        cache_read_input_tokens: cacheRead,
        output_tokens: 1,
      },
      outputTokens: output,
      ...(fault === 'cut-json' ? { cutJsonAt: 12 } : {}),
    });
    return {
      events: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
      thinking: [thinking],
    };
  },

  error: (status, kind) =>
    wireError(
      status,
      {
        'rate-limit': 'rate_limit_error',
        overloaded: 'overloaded_error',
        'too-long': 'invalid_request_error',
      }[kind],
      kind === 'too-long' ? 'prompt is too long: 210000 tokens > 200000 maximum' : kind,
    ),

  billedWhenCut: (usage) => ({ ...usage, output: 1 }),
};

function wireError(status: number, type: string, message: string): WireError {
  return { status, body: { type: 'error', error: { type, message } } };
}
