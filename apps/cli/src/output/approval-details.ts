import type { Approval } from '@agentcoord/approvals';
import { formatDuration, revealed } from '@agentcoord/core';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';

/**
 * Everything who decides must know. Text of the requester stands behind a bar on lines of its own, so
 * that no line of it can pass for one of ours; nothing of it is left out, invisible characters neither.
 * @param now of the storage's clock.
 */
export function renderApproval(approval: Approval, now: number, paint: Paint): string {
  const { description, details, tags } = approval;
  const lines = [
    field('request', approval.id),
    field('status', paintStatus(statusText(approval, now), approval.status, paint)),
    field('asked by', safe(approval.requestedBy)),
    field(
      'asked',
      `${formatDuration(Math.max(0, now - approval.requestedAt))} ago, ${isoTime(approval.requestedAt)}`,
    ),
    field('action', safe(approval.action)),
    ...(tags.length === 0 ? [] : [field('tags', safe(tags.join(', ')))]),
    ...(description === undefined ? [] : ['description', ...quoted(description)]),
    ...(details === undefined ? [] : ['details', ...quoted(JSON.stringify(details, undefined, 2))]),
    field('sha-256', approval.hash),
    ...(approval.quorum > 1 ? [field('quorum', `${approval.votes.length} of ${approval.quorum} votes`)] : []),
    ...(approval.approvers ? [field('approvers', safe(approval.approvers.join(', ')))] : []),
    ...approval.votes.map(({ by, verdict, at, reason, authority }) =>
      field(
        'vote',
        `${verdict} by ${safe(by)} (${authority}) at ${isoTime(at)}${reason ? `: ${safe(reason)}` : ''}`,
      ),
    ),
    ...(approval.usedAt === undefined
      ? []
      : [field('used', `by ${safe(approval.usedBy)} at ${isoTime(approval.usedAt)}`)]),
    ...approval.warnings.map((warning) => paint.bad(field('WARNING', safe(warning)))),
  ];
  return lines.join('\n');
}

export function statusText({ status, expiresAt, by, reason }: Approval, now: number): string {
  if (status === 'pending') return `pending, expires in ${formatDuration(Math.max(0, expiresAt - now))}`;
  if (status === 'expired')
    return `expired ${formatDuration(Math.max(0, now - expiresAt))} ago, which is denied`;
  const who = by === undefined ? '' : ` by ${safe(by)}`;
  return `${status}${who}${reason === undefined ? '' : `: ${safe(reason)}`}`;
}

export function paintStatus(text: string, status: Approval['status'], paint: Paint): string {
  if (status === 'approved') return paint.good(text);
  return status === 'pending' ? paint.warning(text) : paint.bad(text);
}

function field(name: string, value: string): string {
  return `${name.padEnd(11)} ${value}`;
}

function quoted(text: string): string[] {
  return revealed(text)
    .split('\n')
    .map((line) => `  │ ${line}`);
}
