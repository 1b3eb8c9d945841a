import { describe, expect, it } from 'vitest';
import { OutputCapture } from '../src/command/output-capture.js';
import { jsonBytes, shortenMiddle } from '../src/text/shorten-middle.js';

function capture(text: string, limit: number, chunk: number) {
  const output = new OutputCapture(limit);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) output.push(bytes.subarray(at, at + chunk));
  return output.result();
}

describe('captured output', () => {
  it('is whole up to the limit, however it comes in', () => {
    const text = 'ä😀x'.repeat(20);
    for (const chunk of [1, 3, 7, 1000]) {
      expect(capture(text, 1000, chunk)).toEqual({ text, bytes: Buffer.byteLength(text), bytesLeftOut: 0 });
    }
  });

  it('beyond the limit is its beginning, its end and the number of bytes between', () => {
    for (const chunk of [1, 3, 7, 1000]) {
      expect(capture(`${'a'.repeat(500)}${'b'.repeat(500)}`, 20, chunk)).toEqual({
        text: 'aaaaaaaaaa\n[… 980 bytes left out …]\nbbbbbbbbbb',
        bytes: 1000,
        bytesLeftOut: 980,
      });
    }
  });

  it('is never cut within a character', () => {
    for (let limit = 8; limit < 24; limit += 1)
      expect(capture('😀'.repeat(50), limit, 5).text).not.toContain('\ufffd');
  });
});

describe('a shortened text', () => {
  it('takes no more of a record than it may, also where every character is escaped', () => {
    for (const text of ['plain '.repeat(1000), '"\\\n\u0001'.repeat(1000), '😀'.repeat(1000)]) {
      const shortened = shortenMiddle(text, 500);
      expect(jsonBytes(shortened)).toBeLessThanOrEqual(500);
      expect(jsonBytes(shortened)).toBeGreaterThan(200);
      expect(shortened).toContain('left out');
      expect(shortened.isWellFormed()).toBe(true);
    }
    expect(shortenMiddle('short', 500)).toBe('short');
  });
});
