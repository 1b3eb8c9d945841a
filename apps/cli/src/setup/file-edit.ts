/** What setup does to one file. Texts in, texts out: whoever calls it reads and writes. */
export interface FileEdit {
  /** Absolute, as the program that reads it knows it. */
  file: string;
  /** For people: `hooks`, `the MCP server`, `instructions`. */
  what: string;
  /** The text with all that belongs there, once. A text that has it already comes back as it is. @throws why not. */
  add(text: string): string;
  /** The text without what is ours. @throws why not. */
  remove(text: string): string;
  /** Of a file that is made. Default: as the user makes files. */
  mode?: number;
  /** Whether nothing of a text is left that anybody would miss. */
  isEmpty(text: string): boolean;
}
