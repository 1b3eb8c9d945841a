/** A third of what clients cut at (25,000 tokens), for it is sent twice: as text and as structure. */
export const MAX_ANSWER_BYTES = 24 * 1024;
const MIN_CHARACTERS = 40;

export interface Room {
  /** Items of the page. */
  limit: number;
  /** Characters of each long text. */
  characters: number;
}

/**
 * A page that fits into an answer: asked for again, half as long and with shorter texts, until it does. What
 * goes on behind a page is said by the page itself, so nothing is left out between two of them.
 */
export async function fittingPage<T>(room: Room, load: (room: Room) => Promise<T>): Promise<T> {
  const page = await load(room);
  if (bytesOf(page) <= MAX_ANSWER_BYTES) return page;
  if (room.limit === 1 && room.characters <= MIN_CHARACTERS) return page;
  return fittingPage(
    {
      limit: Math.max(1, Math.floor(room.limit / 2)),
      characters: Math.max(MIN_CHARACTERS, Math.floor(room.characters / 2)),
    },
    load,
  );
}

/** The first items that fit, where no cursor could go on behind them. */
export function firstThatFit<T>(items: readonly T[], maxBytes = MAX_ANSWER_BYTES): T[] {
  let bytes = 0;
  const cut = items.findIndex((item) => {
    bytes += bytesOf(item) + 1;
    return bytes > maxBytes;
  });
  return cut === -1 ? [...items] : items.slice(0, cut);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
