/** Agents of other hosts, over a whole round. */
export const MOST_VISITORS = 16;
