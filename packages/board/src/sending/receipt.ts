import type { DeliveryState } from '../inbox/message-state.js';
import type { Post, Undelivered } from '../post/post.js';

export interface Delivery {
  agent: string;
  state: DeliveryState;
}

/**
 * `posted`: it was addressed to nobody and can be read by all. `sent`: every recipient has it in the inbox.
 * `partly_sent`: some have, some are in `undelivered`. `undelivered`: nobody it was meant for will get it.
 * In every case it is on the board, but `queued`: Redis is gone, and this host keeps it safely and sends it once that is back.
 */
export type SendStatus = 'posted' | 'sent' | 'partly_sent' | 'undelivered' | 'queued';

export interface SendReceipt {
  id: string;
  thread: string;
  /** Its place on the board; 0 while it is `queued`. */
  sequence: number;
  at: number;
  status: SendStatus;
  deliveries: Delivery[];
  undelivered: Undelivered[];
}

export function receiptOf(post: Post, deliveries: Delivery[], status = statusOf(post)): SendReceipt {
  const { id, thread, sequence, at, undelivered } = post;
  return { id, thread, sequence, at, status, deliveries, undelivered };
}

/** Whoever else has it, a recipient who was asked for and will not get it keeps this from being `sent`. */
function statusOf({ to, undelivered }: Post): SendStatus {
  if (undelivered.length > 0) return to.length > 0 ? 'partly_sent' : 'undelivered';
  return to.length > 0 ? 'sent' : 'posted';
}
