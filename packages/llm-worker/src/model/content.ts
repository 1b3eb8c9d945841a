import type { ErrorCode } from '@agentcoord/core';

export interface TextBlock {
  type: 'text';
  text: string;
}

/** The model asks for a tool. */
export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
  /** Why `input` could not be read: its JSON was cut off or broken. Such a call is answered, never run. */
  inputError?: string;
}

/** Thinking and whatever else only the provider understands; goes back unchanged as part of `native`. */
export interface OpaqueBlock {
  type: 'opaque';
  kind: string;
}

export interface ToolResultBlock {
  type: 'tool_result';
  toolUseId: string;
  content: string;
  isError: boolean;
  /** For our own side; a provider does not send it. */
  errorCode?: ErrorCode;
}

export type AssistantBlock = TextBlock | ToolUseBlock | OpaqueBlock;
export type UserBlock = TextBlock | ToolResultBlock;

export interface UserMessage {
  role: 'user';
  content: UserBlock[];
}

export interface AssistantMessage {
  role: 'assistant';
  content: AssistantBlock[];
  /** The content as the provider sent it. It gets exactly this back: thinking must not be changed. */
  native?: unknown;
}

export type ModelMessage = UserMessage | AssistantMessage;

export function toolUses(content: readonly AssistantBlock[]): ToolUseBlock[] {
  return content.filter((block) => block.type === 'tool_use');
}

export function textOf(content: ReadonlyArray<AssistantBlock | UserBlock>): string {
  return content
    .map((block) => (block.type === 'text' ? block.text : block.type === 'tool_result' ? block.content : ''))
    .filter((text) => text !== '')
    .join('\n');
}
