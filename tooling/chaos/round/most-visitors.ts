/** Agents of another host at once. */
export const MOST_VISITORS = 4;
