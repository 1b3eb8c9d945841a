/** The truth: every post, in the order of the store. */
export const BOARD_LOG = 'board';

/** Made from the log: an entry each, by its place in the log. */
export const POSTS = 'board.posts';
/** Made from the log: a summary a thread. */
export const THREADS = 'board.threads';
/** How far the two above have come. */
export const PROGRESS = { collection: 'board.progress', id: 'projection' };

/** How far each agent has come in the log. */
export const INBOXES = 'board.inboxes';

/** A place in the log as an id that sorts as the number does. */
export function placeId(sequence: number): string {
  return String(sequence).padStart(16, '0');
}
