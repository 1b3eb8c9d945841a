import type { Board } from '@agentcoord/board';
import { AgentCoordError } from '@agentcoord/core';

/** A shorter text matches too much to be meant. */
const MIN_PART = 4;

/**
 * The id of a thread from all of it, or from its beginning or end, if that names exactly one.
 * @throws `not_found`; `invalid_argument` with `data.candidates` when it names several.
 */
export async function findThread(board: Board, text: string): Promise<string> {
  try {
    return (await board.show(text, { limit: 1 })).thread.id;
  } catch (error) {
    if (!AgentCoordError.is(error, 'not_found') || text.length < MIN_PART) throw error;
    const found = await threadsNamed(board, text);
    const [only, ...others] = found;
    if (only === undefined) throw error;
    if (others.length === 0) return only;
    const candidates = found.slice(0, 5);
    throw new AgentCoordError(
      'invalid_argument',
      `${JSON.stringify(text)} names ${found.length} threads (${candidates.join(', ')}). Write more of the id.`,
      { data: { field: 'thread', candidates } },
    );
  }
}

async function threadsNamed(board: Board, part: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await board.list({ limit: 1_000, ...(cursor ? { cursor } : {}) });
    const ids = page.threads.map(({ id }) => id);
    found.push(
      ...ids.filter((id) => id.startsWith(part) || id.endsWith(part) || id.startsWith(`thread_${part}`)),
    );
    cursor = page.cursor;
  } while (cursor);
  return found;
}
