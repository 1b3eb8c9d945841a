import { printable } from '@agentcoord/core';

/** The beginning of what a model, a task or an error says, as a title may be: one line that can be shown, of whole characters. */
export function titleOf(text: string, maxLength = 200): string {
  return printable(text, { singleLine: true }).slice(0, maxLength).toWellFormed();
}

/** The beginning of a longer text, of whole characters. */
export function excerpt(text: string, maxLength: number): string {
  return text.slice(0, maxLength).toWellFormed();
}
