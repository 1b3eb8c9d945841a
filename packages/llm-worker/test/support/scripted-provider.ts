import type { AssistantBlock } from '../../src/model/content.js';
import type { ModelProvider, ModelRequest, ModelResponse } from '../../src/model/model-provider.js';

export type Answer = Partial<ModelResponse> & { content: AssistantBlock[] };
export type Script = Array<Answer | ((request: ModelRequest) => Answer | Promise<Answer>)>;

let calls = 0;

export function use(name: string, input: unknown): AssistantBlock {
  calls += 1;
  return { type: 'tool_use', id: `call_${calls}`, name, input };
}

export function say(text: string): AssistantBlock {
  return { type: 'text', text };
}

export function turn(...content: AssistantBlock[]): Answer {
  return { content };
}

export const finishTurn = (summary = 'All done.'): Answer => turn(use('finish', { summary }));

/** A model that gives these answers one after the other; the last one for ever. Keeps what it was asked. */
export function scriptedProvider(script: Script): ModelProvider & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    name: 'scripted',
    model: 'script',
    isLive: true,
    requests,
    openSession: () => Promise.resolve({ respond }),
  };

  async function respond(request: ModelRequest): Promise<ModelResponse> {
    const next = script[Math.min(requests.length, script.length - 1)] ?? { content: [] };
    requests.push({ ...request, messages: structuredClone(request.messages) as ModelRequest['messages'] });
    const answer = typeof next === 'function' ? await next(request) : next;
    const hasCall = answer.content.some((block) => block.type === 'tool_use');
    return {
      stopReason: hasCall ? 'tool_use' : 'end_turn',
      usage: { inputTokens: 10, cacheWriteTokens: null, cacheReadTokens: null, outputTokens: 5 },
      ...answer,
    };
  }
}

/** The results that a request carries for the turn before. */
export function lastResults(request: ModelRequest | undefined) {
  const content = request?.messages.at(-1)?.content ?? [];
  return content.flatMap((block) => (block.type === 'tool_result' ? [block] : []));
}
