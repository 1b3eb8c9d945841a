import { type AskedRecipient, mentioned } from './recipient.js';

const CODE = /```[\s\S]*?```|`[^`\n]*`/g;
// Not after a word (mail addresses), not before `/` or `(` (packages, decorators), and never a part of a word.
const MENTION =
  /(?<![\p{L}\p{N}._@/-])@(?:"([^"\n]{1,100})"|([\p{L}\p{N}][\p{L}\p{N}._-]{0,99})(?![\p{L}\p{N}._/(-]))/gu;
const MAX_MENTIONS = 100;

/** `@name`, `@role`, `@everyone` and `@"two words"` in a text, outside code; each once, the first 100. */
export function mentionsIn(text: string): AskedRecipient[] {
  const words = new Set<string>();
  for (const [, quoted, plain] of text.replace(CODE, ' ').matchAll(MENTION)) {
    const word = (quoted ?? plain?.replace(/[._-]+$/, '') ?? '').normalize('NFC');
    if (word !== '') words.add(word);
    if (words.size === MAX_MENTIONS) break;
  }
  return [...words].map((word) => ({ recipient: `@${word}`, source: 'mention', wanted: mentioned(word) }));
}
