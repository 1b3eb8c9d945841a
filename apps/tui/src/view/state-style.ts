import type { StyleName } from './theme.js';

const STYLES: Readonly<Record<string, StyleName>> = {
  working: 'good',
  idle: 'text',
  waiting: 'warning',
  hung: 'bad',
  dead: 'bad',
  left: 'faint',
  spawning: 'accent',
  claimed: 'heading',
  ready: 'text',
  scheduled: 'accent',
  blocked: 'faint',
  completed: 'good',
  failed: 'bad',
  cancelled: 'faint',
  pending: 'warning',
  approved: 'good',
  rejected: 'bad',
  expired: 'faint',
  open: 'text',
  resolved: 'faint',
};

/** One colour a state, the same in every pane. */
export function styleOfState(state: string): StyleName {
  return STYLES[state] ?? 'text';
}
