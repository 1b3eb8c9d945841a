import type { Post } from '../post/post.js';
import type { InboxState } from './inbox-state.js';

/**
 * `sent`: it lies in the inbox. `delivered`: the agent fetched it. `read`: the agent says so. `acknowledged`:
 * the agent answered what asked for it. `expired`: its time was over before it was read or, where that
 * was asked for, acknowledged.
 */
export type DeliveryState = 'sent' | 'delivered' | 'read' | 'acknowledged' | 'expired';

export function hasExpired({ expiresAt }: Post, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

/** What became of a message in one inbox; an inbox nobody has opened yet has no state. */
export function messageState(inbox: InboxState | undefined, post: Post, now: number): DeliveryState {
  const { sequence, acknowledge } = post;
  if (inbox?.missed.includes(sequence)) return 'expired';
  if (inbox?.early.includes(sequence)) return 'acknowledged';
  const isDelivered = inbox !== undefined && sequence <= inbox.delivered;
  const isRead = inbox !== undefined && sequence <= inbox.read;
  if (acknowledge && isDelivered && !inbox.awaiting.includes(sequence)) return 'acknowledged';
  if (isRead && !acknowledge) return 'read';
  if (hasExpired(post, now)) return 'expired';
  if (isRead) return 'read';
  return isDelivered ? 'delivered' : 'sent';
}
