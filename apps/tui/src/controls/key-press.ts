/** One key as the terminal told it. */
export interface KeyPress {
  /** `j`, `G`, `enter`, `escape`, `tab`, `S-tab`, `up`, `C-d`, `pagedown`. */
  name: string;
  /** The letter, where it is one that can be typed. */
  typed?: string;
}
