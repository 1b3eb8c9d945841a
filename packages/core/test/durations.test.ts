import { AgentCoordError, durationMs, formatDuration, MAX_DURATION_MS } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';

describe('durations', () => {
  it.each([
    [250, 250],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    [' 2 m ', 120_000],
    ['1d', 86_400_000],
  ])('reads %j as %d ms', (text, ms) => {
    expect(durationMs(text, 'ttl')).toBe(ms);
  });

  it.each([
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    MAX_DURATION_MS + 1,
    '',
    '30',
    '5 minutes',
    '-1s',
    '1w',
    '99999d',
  ])('refuses %j and names the field', (bad) => {
    expect(() => durationMs(bad, 'wait')).toThrow(/^wait must be milliseconds/);
  });

  it('refuses what is neither number nor text', () => {
    const wrong: unknown = null;
    expect(() => durationMs(wrong as string, 'ttl')).toThrow(AgentCoordError);
  });

  it.each([
    [0, '0ms'],
    [999, '999ms'],
    [1000, '1s'],
    [1250, '1.3s'],
    [90_000, '1m 30s'],
    [3_600_000, '1h'],
    [90_061_000, '1d 1h'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
