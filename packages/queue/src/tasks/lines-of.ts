import { AgentCoordError } from '@agentcoord/core';

/** Longer than any task may be (256 KiB), so that a task that is too large is told by its field. */
const MAX_LINE_CHARACTERS = 4 * 1024 * 1024;

export type LineSource = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface Line {
  /** From 1, blank lines counted. */
  number: number;
  text: string;
}

/**
 * The lines of a text or a stream that are not blank. Takes UTF-8 with or without a byte order mark
 * and both line ends, and keeps no more than one line of a stream in memory.
 * @throws `invalid_argument` or `too_large` that names the line.
 */
export async function* linesOf(source: LineSource): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  for await (const chunk of chunksOf(source)) {
    const pieces = (rest + decode(decoder, chunk, number + 1)).split('\n');
    rest = pieces.pop() ?? '';
    for (const text of pieces) {
      number += 1;
      yield* unlessBlank({ number, text });
    }
    checkLength({ number: number + 1, text: rest });
  }
  yield* unlessBlank({ number: number + 1, text: rest + decode(decoder, undefined, number + 1) });
}

async function* chunksOf(source: LineSource): AsyncGenerator<string | Uint8Array> {
  if (typeof source === 'string' || source instanceof Uint8Array) yield source;
  else yield* source;
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: string | Uint8Array | undefined,
  line: number,
): string {
  if (typeof chunk === 'string') return chunk;
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw new AgentCoordError(
      'invalid_argument',
      `Near line ${line}: the file is not UTF-8 text. Save it as UTF-8 and import it again; nothing was stored.`,
      { data: { line }, cause },
    );
  }
}

function* unlessBlank({ number, text }: Line): Generator<Line> {
  const clean = number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
  const line = { number, text: clean.endsWith('\r') ? clean.slice(0, -1) : clean };
  checkLength(line);
  if (line.text.trim() !== '') yield line;
}

function checkLength({ number, text }: Line): void {
  if (text.length <= MAX_LINE_CHARACTERS) return;
  throw new AgentCoordError(
    'too_large',
    `line ${number}: longer than ${MAX_LINE_CHARACTERS} characters. One line holds one task; is this JSON Lines?`,
    { data: { line: number, limit: MAX_LINE_CHARACTERS, actual: text.length } },
  );
}
