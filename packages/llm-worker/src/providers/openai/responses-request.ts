import type OpenAI from 'openai';
import type { AssistantBlock, ModelMessage, UserBlock } from '../../model/content.js';
import type { ModelRequest } from '../../model/model-provider.js';

type Params = OpenAI.Responses.ResponseCreateParamsStreaming;
type InputItem = OpenAI.Responses.ResponseInputItem;

/** The smallest limit the API takes. */
const MIN_OUTPUT_TOKENS = 16;

/** The request as the Responses API takes it: nothing is stored there, so that all there is goes along each time. */
export function responsesRequest(request: ModelRequest, model: string, maxOutputTokens: number): Params {
  return {
    model,
    instructions: request.system,
    input: request.messages.flatMap(inputItems),
    tools: request.tools.map((tool) => ({
      type: 'function',
      name: tool.name,
      description: tool.description,
      parameters: { ...tool.inputSchema, type: 'object' },
      // Strict schemas have no optional fields.
      strict: false,
    })),
    max_output_tokens: Math.max(MIN_OUTPUT_TOKENS, maxOutputTokens),
    include: ['reasoning.encrypted_content'],
    store: false,
    stream: true,
  };
}

function inputItems(message: ModelMessage): InputItem[] {
  if (message.role === 'user') return userItems(message.content);
  // Made by `readResponse`: exactly what the server sent, reasoning included.
  const native = message.native as InputItem[] | undefined;
  return native ?? message.content.flatMap(assistantItem);
}

function userItems(content: readonly UserBlock[]): InputItem[] {
  return content.map((block) =>
    block.type === 'text'
      ? { type: 'message', role: 'user', content: [{ type: 'input_text', text: block.text }] }
      : {
          type: 'function_call_output',
          call_id: block.toolUseId,
          output: block.isError ? `Failed. ${block.content}` : block.content || '(empty)',
        },
  );
}

function assistantItem(block: AssistantBlock): InputItem[] {
  if (block.type === 'text') return [{ type: 'message', role: 'assistant', content: block.text }];
  if (block.type === 'tool_use') {
    const { id, name, input } = block;
    return [{ type: 'function_call', call_id: id, name, arguments: JSON.stringify(input ?? {}) }];
  }
  return [];
}
