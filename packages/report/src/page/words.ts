import { formatDuration } from '@agentcoord/core';
import { type Html, html } from './html.js';

/** `2026-01-31 12:00:00`, in UTC as everywhere on the page. */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

export function timeMark(at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${timeText(at)}</time>`;
}

export function duration(ms: number): string {
  return ms === 0 ? '0s' : formatDuration(ms);
}

export function dollars(usd: number | null): string {
  if (usd === null) return 'unknown';
  return `$${usd.toFixed(usd !== 0 && Math.abs(usd) < 1 ? 4 : 2)}`;
}

export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

export function percent(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`;
}
