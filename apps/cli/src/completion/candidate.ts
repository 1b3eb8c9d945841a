/** One way in which a word may go on. */
export interface Candidate {
  word: string;
  /** Shown beside it, where a shell can. */
  text?: string;
}
