import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantBlock, ModelMessage, UserBlock } from '../../model/content.js';
import type { ModelRequest } from '../../model/model-provider.js';

type Params = Anthropic.MessageCreateParamsStreaming;
type BlockParam = Anthropic.ContentBlockParam;

const CACHED = { type: 'ephemeral' } as const;

/**
 * The request as the Messages API takes it. Cached up to three points: the tools, the instructions and
 * the end of the conversation so far. No sampling parameters and no forced tool: current models
 * answer those with 400.
 */
export function anthropicRequest(request: ModelRequest, model: string, maxOutputTokens: number): Params {
  return {
    model,
    max_tokens: Math.max(1, Math.min(maxOutputTokens, request.maxOutputTokens)),
    system: [{ type: 'text', text: request.system, cache_control: CACHED }],
    tools: request.tools.map((tool, index) => ({
      name: tool.name,
      description: tool.description,
      input_schema: { ...tool.inputSchema, type: 'object' },
      ...(index === request.tools.length - 1 && { cache_control: CACHED }),
    })),
    messages: withCachedEnd(request.messages.map(messageParam)),
    stream: true,
  };
}

function messageParam(message: ModelMessage): Anthropic.MessageParam {
  if (message.role === 'user') return { role: 'user', content: message.content.map(userBlock) };
  // Made by `readMessage` of this provider: exactly what the server sent.
  const native = message.native as BlockParam[] | undefined;
  return { role: 'assistant', content: native ?? message.content.flatMap(assistantBlock) };
}

function userBlock(block: UserBlock): BlockParam {
  if (block.type === 'text') return { type: 'text', text: block.text };
  return {
    type: 'tool_result',
    tool_use_id: block.toolUseId,
    content: [{ type: 'text', text: block.content === '' ? '(empty)' : block.content }],
    ...(block.isError && { is_error: true }),
  };
}

function assistantBlock(block: AssistantBlock): BlockParam[] {
  if (block.type === 'text') return [{ type: 'text', text: block.text }];
  if (block.type === 'tool_use')
    return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input ?? {} }];
  return [];
}

/** The mark moves on with every turn; what lies before it is found in the cache by its content. */
function withCachedEnd(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const at = messages.findLastIndex((message) => message.role === 'user');
  return messages.map((message, index) => {
    if (index !== at || typeof message.content === 'string' || message.role !== 'user') return message;
    const last = message.content.at(-1);
    if (last?.type !== 'text' && last?.type !== 'tool_result') return message;
    return { ...message, content: [...message.content.slice(0, -1), { ...last, cache_control: CACHED }] };
  });
}
