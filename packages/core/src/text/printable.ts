import { UNPRINTABLE } from './unprintable.js';

// Whole control sequences, so that nothing of them is left to read: strings that end with ST or BEL (OSC 8
// links, OSC 52 clipboard, DCS, APC, PM, SOS), CSI, and the two or three bytes of the others (ECMA-48). A
// string that never ends is left to read without its introducer: swallowing the rest would hide text.
// No part can run over an introducer, so the time grows with the length of the text and no faster.
const STRING =
  '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u0080-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c)';
const CSI = '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]';
const SHORT = '\\u001b[ -/]*[0-~]';
const SEQUENCES = new RegExp(`${STRING}|${CSI}|${SHORT}`, 'gu');

/**
 * The one sanitiser: text of agents, tasks, files and models made safe for a terminal. Nothing in it can
 * move the cursor, change colours or the title, set the clipboard, make a link, or hide or reorder other
 * text. Tabs and newlines stay; `singleLine` folds them to one space. Applying it twice changes nothing.
 *
 * A stored text is never changed by it, only what is shown. Who must see all of a text takes `revealed`.
 */
export function printable(text: string, options: { singleLine?: boolean } = {}): string {
  const clean = text.replace(SEQUENCES, '').replace(UNPRINTABLE, '');
  return options.singleLine ? clean.replace(/[\t\n]+/g, ' ') : clean;
}
