import { createOpenAiProvider } from '../../../src/index.js';
import { brokenResponsesRule } from './responses-rules.js';
import type { Exchange } from './turn.js';
import { KEY, type Wire, type WireAnswer, type WireError } from './wire.js';

const PRICED_MODEL = 'gpt-6.2-sol';

export const responsesWire: Wire = {
  name: 'responses',
  provider: (url, more) =>
    createOpenAiProvider({
      environment: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` },
      api: 'responses',
      model: PRICED_MODEL,
      backoff: { baseMs: 1, maxMs: 5 },
      ...more,
    }),

  refuses(request, answered) {
    const broken = brokenResponsesRule(request, answered);
    return broken && openAiError(broken.status, broken.message, broken.code);
  },

  answer({ turn, fault }: Exchange, number): WireAnswer {
    const reasoning = {
      id: `rs_${number}`,
      type: 'reasoning',
      summary: [],
      encrypted_content: `enc-${number}`,
    };
    const isCut = fault === 'cut-json';
    const content =
      fault === 'refusal'
        ? [{ type: 'refusal', refusal: 'I cannot help with that.' }]
        : [{ type: 'output_text', text: `Turn ${number}.`, annotations: [] }];
    const said = { id: `msg_${number}`, type: 'message', role: 'assistant', status: 'completed', content };
    const calls = turn.calls.map(({ name, input }, index) => ({
      id: `fc_${number}_${index}`,
      type: 'function_call',
      status: isCut ? 'incomplete' : 'completed',
      call_id: `call_${number}_${index}`,
      name,
      arguments: isCut ? JSON.stringify(input).slice(0, 12) : JSON.stringify(input),
    }));
    const output = [reasoning, said, ...(fault === 'refusal' ? [] : calls)];
    const { input, cacheWrite, cacheRead, output: answered } = turn.usage;
    const response = {
      id: `resp_${number}`,
      object: 'response',
      status: isCut ? 'incomplete' : 'completed',
      incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
      output,
      usage: {
        input_tokens: input + cacheWrite + cacheRead,
        input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
        output_tokens: answered,
        output_tokens_details: { reasoning_tokens: 1 },
        total_tokens: input + cacheWrite + cacheRead + answered,
      },
    };
    const begun = { ...response, status: 'in_progress', output: [], usage: null };
    const events = [
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      ...output.flatMap((item, output_index) => [
        { type: 'response.output_item.added', output_index, item },
        { type: 'response.output_item.done', output_index, item },
      ]),
      { type: isCut ? 'response.incomplete' : 'response.completed', response },
    ].map((event, sequence_number) => ({ ...event, sequence_number }));
    return {
      events: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
      thinking: [reasoning],
    };
  },

  error: openAiFault,
  // The use is told with the last event only.
  billedWhenCut: () => undefined,
};

export function openAiFault(status: number, kind: 'rate-limit' | 'overloaded' | 'too-long'): WireError {
  if (kind === 'too-long')
    return openAiError(
      status,
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      'context_length_exceeded',
    );
  return openAiError(status, kind, kind === 'rate-limit' ? 'rate_limit_exceeded' : 'server_error');
}

export function openAiError(status: number, message: string, code?: string): WireError {
  return {
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code: code ?? null } },
  };
}
