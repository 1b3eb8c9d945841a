// C0 and C1 controls, DEL, bidirectional controls, zero-width and tag characters, line separators.
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

/**
 * Text of agents, tasks and files made safe for a terminal: nothing in it can move the cursor, set
 * the clipboard, hide or reorder other text. Tabs and newlines stay; pass `singleLine` to fold them.
 */
export function printable(text: string, options: { singleLine?: boolean } = {}): string {
  const clean = text.replace(UNPRINTABLE, '');
  return options.singleLine ? clean.replace(/[\t\n]+/g, ' ') : clean;
}
