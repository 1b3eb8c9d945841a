import type OpenAI from 'openai';
import { type AssistantMessage, type ModelMessage, toolUses, type UserBlock } from '../../model/content.js';
import type { ModelRequest } from '../../model/model-provider.js';

type Params = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** The request as Chat Completions take it, in the part that compatible servers have in common. */
export function chatRequest(
  request: ModelRequest,
  model: string,
  { limit, isOpenAi }: { limit: number; isOpenAi: boolean },
): Params {
  return {
    model,
    messages: [{ role: 'system', content: request.system }, ...request.messages.flatMap(chatMessages)],
    tools: request.tools.map((tool) => ({
      type: 'function',
      function: {
        name: tool.name,
        description: tool.description,
        parameters: { ...tool.inputSchema, type: 'object' },
      },
    })),
    // OpenAI's reasoning models refuse the old name, most other servers do not know the new one.
    ...(isOpenAi ? { max_completion_tokens: limit } : { max_tokens: limit }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function chatMessages(message: ModelMessage): Message[] {
  return message.role === 'user' ? userMessages(message.content) : [assistantMessage(message)];
}

/** Results first: they must follow the calls they answer. */
function userMessages(content: readonly UserBlock[]): Message[] {
  const results = content.flatMap((block): Message[] =>
    block.type === 'tool_result'
      ? [
          {
            role: 'tool',
            tool_call_id: block.toolUseId,
            content: block.isError ? `Failed. ${block.content}` : block.content || '(empty)',
          },
        ]
      : [],
  );
  const texts = content.flatMap((block): Message[] =>
    block.type === 'text' ? [{ role: 'user', content: block.text }] : [],
  );
  return [...results, ...texts];
}

function assistantMessage({ content }: AssistantMessage): Message {
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  const calls = toolUses(content).map(({ id, name, input }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: JSON.stringify(input ?? {}) },
  }));
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}
