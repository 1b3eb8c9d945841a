// Cc: C0, DEL and C1 controls. Cf: bidirectional, zero-width, tag and other format characters. And line separators.
const UNPRINTABLE = /[\p{Cf}\u2028\u2029]|(?![\t\n])\p{Cc}/gu;

/**
 * Text of agents, tasks and files made safe for a terminal: nothing in it can move the cursor, set
 * the clipboard, hide or reorder other text. Tabs and newlines stay; pass `singleLine` to fold them.
 */
export function printable(text: string, options: { singleLine?: boolean } = {}): string {
  const clean = text.replace(UNPRINTABLE, '');
  return options.singleLine ? clean.replace(/[\t\n]+/g, ' ') : clean;
}
