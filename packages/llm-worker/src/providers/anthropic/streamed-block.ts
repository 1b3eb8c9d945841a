import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantBlock } from '../../model/content.js';

export interface FinishedBlock {
  content: AssistantBlock;
  /** What goes back to the server. */
  native: Anthropic.ContentBlockParam;
}

/** One content block as it comes in, piece by piece. Blocks are told apart by type, never by position. */
export class StreamedBlock {
  private json = '';
  private ended = false;

  constructor(private readonly block: Anthropic.ContentBlock) {}

  add(delta: Anthropic.RawContentBlockDelta): void {
    const { block } = this;
    if (delta.type === 'text_delta' && block.type === 'text') block.text += delta.text;
    else if (delta.type === 'thinking_delta' && block.type === 'thinking') block.thinking += delta.thinking;
    else if (delta.type === 'signature_delta' && block.type === 'thinking') block.signature = delta.signature;
    else if (delta.type === 'input_json_delta') this.json += delta.partial_json;
  }

  end(): void {
    this.ended = true;
  }

  /** Undefined for an empty text: the server sends some, and refuses to get them back. */
  finish(): FinishedBlock | undefined {
    const { block } = this;
    if (block.type === 'text') {
      if (block.text.trim() === '') return undefined;
      return { content: { type: 'text', text: block.text }, native: { type: 'text', text: block.text } };
    }
    if (block.type === 'tool_use') return this.finishToolUse(block);
    if (block.type === 'server_tool_use' && this.json !== '') block.input = this.parseInput().input;
    return { content: { type: 'opaque', kind: block.type }, native: block as Anthropic.ContentBlockParam };
  }

  private finishToolUse({ id, name }: Anthropic.ToolUseBlock): FinishedBlock {
    const { input, inputError } = this.parseInput();
    const native = { type: 'tool_use', id, name, input } as const;
    return { content: { ...native, ...(inputError !== undefined && { inputError }) }, native };
  }

  /** JSON that was cut at the output limit is answered as an error; the history needs an object in its place. */
  private parseInput(): { input: Record<string, unknown>; inputError?: string } {
    if (!this.ended) return { input: {}, inputError: 'it was cut off' };
    if (this.json.trim() === '') return { input: startInput(this.block) };
    try {
      const input: unknown = JSON.parse(this.json);
      if (typeof input === 'object' && input !== null && !Array.isArray(input))
        return { input: { ...input } };
      return { input: {}, inputError: 'it is no JSON object' };
    } catch {
      return { input: {}, inputError: 'its JSON is broken or was cut off at the output limit' };
    }
  }
}

function startInput(block: Anthropic.ContentBlock): Record<string, unknown> {
  const input = 'input' in block ? block.input : undefined;
  return typeof input === 'object' && input !== null ? { ...input } : {};
}
