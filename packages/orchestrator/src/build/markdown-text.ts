import { printable } from '@agentcoord/core';

/** Text of models and files within a line of Markdown: shown as it is, never as formatting, a link or HTML. */
export function inline(text: string): string {
  return printable(text, { singleLine: true }).replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}

/** In the type of code, whatever backticks it has. */
export function code(text: string): string {
  const shown = printable(text, { singleLine: true });
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const room = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}

/** Several lines as a block that nothing in it can end. */
export function block(text: string): string {
  const shown = printable(text);
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${shown.trimEnd()}\n${fence}`;
}

/** Paragraphs of somebody else's words. */
export function quote(text: string): string {
  return printable(text)
    .trim()
    .split('\n')
    .map((line) => `> ${inline(line)}`.trimEnd())
    .join('\n');
}
