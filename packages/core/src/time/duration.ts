import { AgentCoordError } from '../errors/agent-coord-error.js';

/** Milliseconds, or text such as `'500ms'`, `'30s'`, `'5m'`, `'2h'`, `'1d'`. */
export type Duration = number | string;

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const TEXT = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

/** Longest duration accepted anywhere: timers of Node overflow beyond 2³¹ − 1 ms. */
export const MAX_DURATION_MS = 2_147_483_647;

/**
 * Milliseconds of a duration.
 * @throws `invalid_argument` naming `field` when it is negative, not finite, beyond 24.8 days or not understood.
 */
export function durationMs(value: Duration, field: string): number {
  const ms = typeof value === 'number' ? value : parse(value);
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0 && ms <= MAX_DURATION_MS) return Math.round(ms);
  throw new AgentCoordError(
    'invalid_argument',
    `${field} must be milliseconds from 0 to ${MAX_DURATION_MS}, or text such as '30s', '5m' or '2h'; got ${JSON.stringify(value)}.`,
    { data: { field, expected: "milliseconds or a text such as '30s'" } },
  );
}

function parse(text: unknown): number | undefined {
  const match = typeof text === 'string' ? TEXT.exec(text.trim()) : null;
  const [, amount, unit] = match ?? [];
  return amount && unit ? Number(amount) * (UNIT_MS[unit] ?? Number.NaN) : undefined;
}

/** `1250` → `'1.3s'`, `90_000` → `'1m 30s'`: for people, not for parsing. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')}s`;
  const seconds = Math.round(ms / 1000);
  const parts: Array<[number, string]> = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const shown = parts.filter(([amount]) => amount > 0).slice(0, 2);
  return shown.map(([amount, unit]) => `${amount}${unit}`).join(' ');
}
