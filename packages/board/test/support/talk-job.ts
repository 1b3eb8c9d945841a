import type { JsonObject } from '@agentcoord/core';

/** What a process of the crowd is told, as one argument of JSON. */
export interface TalkJob {
  open: 'file' | 'redis';
  options: JsonObject;
  name: string;
  historyFile: string;
  /** The thread everybody replies to. */
  thread: string;
  forMs: number;
}

export const READY = 'ready';
export const GO = 'go';
