import { sharedMilliseconds } from '../measure/shared-clock.js';

/** One library as the benchmark drives it: a connection of its own to one queue of one server. */
export interface QueuePeer {
  add(index: number): Promise<unknown>;
  addBulk(count: number): Promise<unknown>;
  /** Works until `stop` is called; resolves once it has begun to look for jobs. */
  work(options: { concurrency: number; onJob: (sentAt: number) => void }): Promise<() => Promise<unknown>>;
  close(): Promise<unknown>;
}

export interface Place {
  port: number;
  queue: string;
  /** Unique among the processes of a run. */
  worker: string;
}

export type OpenPeer = (place: Place) => Promise<QueuePeer>;

/** What every job carries: when it was sent, by a clock that all processes of a machine share. */
export interface Payload {
  index: number;
  sentAt: number;
}

export function payloadOf(index: number): Payload {
  return { index, sentAt: sharedMilliseconds() };
}

/** The same mix for every library that knows priorities. */
export function priorityOf(index: number): number {
  return 1 + (index % 5);
}

/** The numbers of a batch. */
export function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
