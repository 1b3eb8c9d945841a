import { LLMock } from '@copilotkit/aimock';
import { onTestFinished } from 'vitest';

/** Of each answer. */
const TURN_TOKENS = { input: 1000, output: 100 };

export interface ModelServer {
  /** What a worker needs to reach it. */
  environment: Record<string, string>;
  /** Everything that workers sent to it on their own: without headers, and without what the model said itself. */
  prompts(): string;
  /** Answers everything with an error from now on. */
  fail(status: number, message: string): void;
}

type Call = { name: string; arguments: Record<string, unknown> };

/** A model on loopback that makes these calls, one a turn, for every task; over Messages or Chat Completions. */
export async function modelServer(
  calls: readonly Call[],
  provider: 'anthropic' | 'openai' = 'anthropic',
  key = 'sk-ant-not-a-real-key-0123456789',
): Promise<ModelServer> {
  const { input, output } = TURN_TOKENS;
  const usage = {
    input_tokens: input,
    output_tokens: output,
    prompt_tokens: input,
    completion_tokens: output,
  };
  const server = new LLMock({ port: 0 });
  for (const [turnIndex, call] of calls.entries()) server.on({ turnIndex }, { toolCalls: [call], usage });
  await server.start();
  onTestFinished(() => server.stop());
  return {
    prompts: () => JSON.stringify(server.getRequests().map(({ body }) => withoutAnswers(body))),
    fail: (status, message) => void server.on({}, { error: { message, type: 'error' }, status }),
    environment:
      provider === 'anthropic'
        ? { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url }
        : { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` },
  };
}

function withoutAnswers(body: object | null): object {
  const { messages = [], ...rest } = (body ?? {}) as { messages?: Array<{ role: string }> };
  return { ...rest, messages: messages.filter(({ role }) => role !== 'assistant') };
}
