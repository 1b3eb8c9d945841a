import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Hex } from '../src/namespace/sha256.js';

test('the hash in a namespace is SHA-256, whatever the length of the text and its characters', () => {
  for (let length = 0; length <= 200; length += 1) {
    const text = 'aZ/é€𝄞'.repeat(34).slice(0, length);
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
