export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const POST_KINDS = ['thread', 'reply', 'resolve', 'reopen'] as const;
export type PostKind = (typeof POST_KINDS)[number];

// Types and not interfaces, so that they count as JSON where they are stored.

export type Links = {
  tasks?: string[];
  files?: string[];
};

/** A recipient that nobody will read this for. */
export type Undelivered = {
  /** As it was written: `Ada`, `role:Reviewer`, `@reviewer`. */
  recipient: string;
  /** Whether it was asked for by `to`, or only mentioned in the text. */
  source: 'to' | 'mention';
  reason: string;
};

/** What is appended to the log. Lists that are empty and flags that are false are left out. */
export type PostBody = {
  kind: PostKind;
  thread: string;
  title?: string;
  message?: string;
  priority?: Priority;
  tags?: string[];
  links?: Links;
  /** `to` as the sender wrote it. */
  asked?: string[];
  /** Names of agents, as resolved when it was sent. */
  to?: string[];
  undelivered?: Undelivered[];
  acknowledge?: boolean;
  expiresMs?: number;
};

/** One entry of the board. Times are epoch ms of the storage's clock. */
export type Post = {
  id: string;
  /** Its place on the board: 1, 2, 3 … in the order of the store. */
  sequence: number;
  /** The id of the thread's first post. */
  thread: string;
  kind: PostKind;
  author: string;
  at: number;
  /** When it was said, by its author's clock, where it had to wait for the store. */
  queuedAt?: number;
  /** Of a thread. */
  title?: string;
  message?: string;
  priority?: Priority;
  tags?: string[];
  links?: Links;
  /** Who has it in the inbox. */
  to: string[];
  undelivered: Undelivered[];
  /** Its recipients are asked to acknowledge it. */
  acknowledge: boolean;
  expiresAt?: number;
};
