import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantBlock } from '../../model/content.js';
import { readToolInput, type ToolInput } from '../tool-input.js';

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

  private parseInput(): ToolInput {
    if (!this.ended) return { input: {}, inputError: 'it was cut off' };
    return this.json.trim() === '' ? { input: startInput(this.block) } : readToolInput(this.json);
  }
}

function startInput(block: Anthropic.ContentBlock): Record<string, unknown> {
  const input = 'input' in block ? block.input : undefined;
  return typeof input === 'object' && input !== null ? { ...input } : {};
}
