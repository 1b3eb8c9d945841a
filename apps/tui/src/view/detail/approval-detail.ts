import type { Approval } from '@agentcoord/approvals';
import { revealed } from '@agentcoord/core';
import { age } from '../age.js';
import { nameOf } from '../name-of.js';
import { styleOfState } from '../state-style.js';
import type { Sheet } from './sheet.js';

/** Exactly what is asked for: characters that a screen would swallow are written out. */
export function approvalDetail(sheet: Sheet, approval: Approval): void {
  const { now } = sheet;
  sheet.heading(revealed(approval.action), 'title');
  sheet.field('Asked by', nameOf(approval.requestedBy), 'heading');
  sheet.field('Status', approval.status, styleOfState(approval.status));
  if (approval.status === 'pending') sheet.field('Left', age(approval.expiresAt - now), 'warning');
  sheet.field('Decided by', approval.by === undefined ? undefined : nameOf(approval.by));
  sheet.field('Reason', approval.reason);
  if (approval.quorum > 1) sheet.field('Votes', `${approval.votes.length} of ${approval.quorum}`);
  for (const warning of approval.warnings) sheet.field('Beware', warning, 'bad');
  if (approval.description !== undefined) {
    sheet.blank();
    sheet.text(revealed(approval.description));
  }
  if (approval.details !== undefined) {
    sheet.blank();
    sheet.text(revealed(JSON.stringify(approval.details, undefined, 2)), 'faint');
  }
  sheet.field('Tags', approval.tags.join(' '), 'accent');
  sheet.time('Asked', approval.requestedAt);
  sheet.field('Hash', approval.hash, 'faint');
  sheet.field('Id', approval.id, 'faint');
}
