/** The longest message anybody may send: the largest task, and room around it. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
