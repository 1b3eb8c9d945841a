import { printable } from '@agentcoord/core';
import { type ModelMessage, type ToolUseBlock, toolUses } from '../model/content.js';

const MAX_WHAT = 150;

/** The line in the place of each result, by the id of its call: which call it was, and how to get it again. */
export function leftOutMarks(messages: readonly ModelMessage[]): Map<string, string> {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? toolUses(message.content) : [],
  );
  return new Map(
    calls.map((call) => [
      call.id,
      `[left out to make room: ${describeCall(call)}; call it again if you need it]`,
    ]),
  );
}

/** The tool, and what it was about as far as one field says it. */
export function describeCall({ name, input }: Pick<ToolUseBlock, 'name' | 'input'>): string {
  const { path, command, pattern, title, action } = (input ?? {}) as Record<string, unknown>;
  const about = [path, command, pattern, title, action].find((value) => typeof value === 'string');
  const text = about === undefined ? name : `${name} ${String(about)}`;
  return printable(text, { singleLine: true }).slice(0, MAX_WHAT).toWellFormed();
}
