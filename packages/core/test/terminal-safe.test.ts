import { AgentCoordError, printable, revealed } from '@agentcoord/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmful } from './support/harmful-characters.js';
import { TERMINAL_PAYLOADS } from './support/terminal-payloads.js';

describe('text of others on a terminal', () => {
  it('is tried with more than 200 different payloads', () => {
    expect(new Set(TERMINAL_PAYLOADS.map(({ text }) => text)).size).toBeGreaterThan(200);
  });

  it.each(TERMINAL_PAYLOADS)('loses what $what', ({ text, shown }) => {
    expect(printable(text)).toBe(shown);
    expect(harmful(printable(text))).toEqual([]);
    const line = printable(text, { singleLine: true });
    expect(line).not.toMatch(/[\t\n]/);
    expect(harmful(line)).toEqual([]);
  });

  it.each(TERMINAL_PAYLOADS)('of an error loses what $what', ({ text }) => {
    const error = new AgentCoordError('not_found', `There is no ${text}.`, { data: { text } });
    expect(harmful(error.message)).toEqual([]);
    expect(harmful(error.stack ?? '')).toEqual([]);
    expect(error.data.text).toBe(text);
  });

  it.each(TERMINAL_PAYLOADS)('that must be seen as it is shows what $what', ({ text }) => {
    const shown = revealed(text);
    expect(harmful(shown)).toEqual([]);
    const back = shown.replace(/\\u\{([0-9a-f]+)\}/g, (_all, code) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
    expect(back).toBe(text);
  });

  it('carries nothing harmful, whatever it is made of, and nothing new when cleaned twice', () => {
    const piece = fc.oneof(
      fc.constantFrom(...TERMINAL_PAYLOADS.map(({ text }) => text)),
      fc.constantFrom('\u001b', '[', ']', '\u009b', '\u009d', '\\', '\u0007', ';', '0', 'm', '\u200b'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const clean = printable(pieces.join(''));
        expect(harmful(clean)).toEqual([]);
        expect(printable(clean)).toBe(clean);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['string openers', '\u001b]'],
    ['8-bit string openers', '\u009d'],
    ['8-bit string openers with text', '\u009d0;abc'],
    ['CSI openers', '\u001b[0'],
    ['escapes with intermediates', '\u001b   '],
    ['unfinished CSI parameters', '\u009b000000'],
  ])('made of %s takes no longer than its length allows', (_what, opener) => {
    // Were the time quadratic, two million characters would take hours.
    const text = opener.repeat(Math.ceil(2_000_000 / opener.length));
    expect(harmful(printable(text))).toEqual([]);
  });

  it('keeps what people write in any language, with emoji and their forms', () => {
    const text = 'Grüße\t日本語 ไทย हिन्दी العربية עברית Ελληνικά 👍🏽 ❤️ ☎︎ {tags} <b>&\n$ `rm` C:\\dir';
    expect(printable(text)).toBe(text);
  });
});
