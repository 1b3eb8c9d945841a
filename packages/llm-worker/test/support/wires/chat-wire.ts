import { createOpenAiProvider } from '../../../src/index.js';
import { type Broken, isJson } from './responses-rules.js';
import { openAiError, openAiFault } from './responses-wire.js';
import type { Exchange } from './turn.js';
import { KEY, type Wire, type WireAnswer, type WireRequest } from './wire.js';

interface Message {
  role: string;
  content: string | null;
  tool_call_id?: string;
  tool_calls?: Array<{ id: string; type: string; function: { name: string; arguments: string } }>;
}

export const chatWire: Wire = {
  name: 'chat',
  provider: (url, more) =>
    createOpenAiProvider({
      environment: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` },
      model: 'gpt-6.2-sol',
      backoff: { baseMs: 1, maxMs: 5 },
      ...more,
    }),

  refuses(request) {
    const broken = brokenRule(request);
    return broken && openAiError(broken.status, broken.message, broken.code);
  },

  answer({ turn, fault }: Exchange, number): WireAnswer {
    const base = { id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created: 1, model: 'm' };
    const chunk = (delta: object, finish: string | null = null) => ({
      ...base,
      choices: [{ index: 0, delta, finish_reason: finish }],
      usage: null,
    });
    const calls = fault === 'refusal' ? [] : turn.calls;
    const pieces = calls.flatMap(({ name, input }, index) => {
      const json = fault === 'cut-json' ? JSON.stringify(input).slice(0, 12) : JSON.stringify(input);
      const first = {
        index,
        id: `call_${number}_${index}`,
        type: 'function',
        function: { name, arguments: '' },
      };
      const rest = json.match(/.{1,9}/gsu) ?? [];
      return [first, ...rest.map((text) => ({ index, function: { arguments: text } }))];
    });
    const finish = { 'cut-json': 'length', refusal: 'content_filter' }[String(fault)] ?? 'tool_calls';
    const { input, cacheWrite, cacheRead, output } = turn.usage;
    const prompt = input + cacheWrite + cacheRead;
    const usage = {
      prompt_tokens: prompt,
      prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
      completion_tokens: output,
      total_tokens: prompt + output,
    };
    const chunks = [
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: `Turn ${number}.` }),
      ...pieces.map((piece) => chunk({ tool_calls: [piece] })),
      chunk({}, finish),
      { ...base, choices: [], usage },
    ];
    return {
      events: [...chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`), 'data: [DONE]\n\n'],
      thinking: [],
    };
  },

  error: openAiFault,
  billedWhenCut: () => undefined,
};

/** What Chat Completions refuse. */
function brokenRule({ path, headers, body }: WireRequest): Broken | undefined {
  const bad = (message: string): Broken => ({ status: 400, message });
  if (path !== '/v1/chat/completions') return { status: 404, message: `no such path ${path}` };
  if (headers.authorization !== `Bearer ${KEY}`)
    return { status: 401, message: 'Incorrect API key provided' };
  for (const name of ['temperature', 'top_p', 'tool_choice'])
    if (name in body) return bad(`Unsupported parameter: '${name}'`);
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1) return bad("Invalid 'max_tokens'");
  if (body.stream !== true || body.stream_options?.include_usage !== true)
    return bad('usage must be asked for');
  let open: string[] = [];
  for (const { role, content, tool_calls: calls = [], tool_call_id } of body.messages as Message[]) {
    if (role === 'tool') {
      if (!open.includes(tool_call_id ?? ''))
        return bad("messages with role 'tool' must follow 'tool_calls'");
      open = open.filter((id) => id !== tool_call_id);
    } else if (open.length > 0)
      return bad(`tool_call_ids did not have response messages: ${open.join(', ')}`);
    if (calls.length === 0 && !content) return bad('content must not be empty');
    if (
      calls.some(
        (call) => call.type !== 'function' || call.function.name === '' || !isJson(call.function.arguments),
      )
    )
      return bad('tool_calls cannot be read');
    open.push(...calls.map(({ id }) => id));
  }
  return open.length > 0
    ? bad(`tool_call_ids did not have response messages: ${open.join(', ')}`)
    : undefined;
}
