import { canonicalJson, encodeJson, printable, redact, slug } from '@agentcoord/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('JSON at the edge', () => {
  it('takes plain JSON and gives its text', () => {
    expect(encodeJson({ a: [1, 'x', null, true], b: undefined }, 'payload', 1000)).toBe(
      '{"a":[1,"x",null,true]}',
    );
  });

  it('refuses what JSON would silently change or drop, naming the place', () => {
    expect(() => encodeJson({ a: { b: Number.NaN } }, 'payload', 1000)).toThrow(
      'payload.a.b must be plain JSON',
    );
    expect(() => encodeJson([() => 1], 'payload', 1000)).toThrow('payload[0] must be plain JSON');
    expect(() => encodeJson({ when: new Date(0) }, 'payload', 1000)).toThrow('a class instance');
    expect(() => encodeJson(10n, 'payload', 1000)).toThrow('a bigint');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => encodeJson(circle, 'payload', 1000)).toThrow('in a cycle');
  });

  it('counts bytes, not characters', () => {
    expect(() => encodeJson('é'.repeat(10), 'text', 21)).toThrow(/22 bytes.*limit is 21/);
  });

  it('gives equal values one canonical text, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it('writes canonical text as RFC 8785 does', () => {
    // Its example 3.2.2, and its order of keys by UTF-16 code units (3.2.3), where integers come as text.
    const numbers = {
      numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]'),
    };
    expect(canonicalJson(numbers)).toBe('{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
    expect(canonicalJson({ 9: 0, 10: -0, '\u20ac': 'a', '\r': 1, '\ufb33': 2, '\ud83d\ude00': 3 })).toBe(
      '{"\\r":1,"10":0,"9":0,"\u20ac":"a","\ud83d\ude00":3,"\ufb33":2}',
    );
    expect(canonicalJson([undefined, { a: undefined }])).toBe('[null,{}]');
  });
});

describe('redact', () => {
  it.each([
    ['redis://app:hunter2@db:6379/0', 'redis://app:[hidden]@db:6379/0'],
    ['rediss://:hunter2@db', 'rediss://:[hidden]@db'],
    ['redis://app:p@ss:w0rd@db:6379', 'redis://app:[hidden]@db:6379'],
    ['key sk-ant-api03-abcdefghijklmnop', 'key [hidden]'],
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer [hidden]'],
    ['{"apiKey": "abcd1234"}', '{"apiKey": "[hidden]"}'],
    ['REDIS_PASSWORD=hunter22 next', 'REDIS_PASSWORD=[hidden] next'],
  ])('hides the secret in %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it('hides secrets it was told, wherever they stand', () => {
    expect(redact('the word is correct-horse.', ['correct-horse'])).toBe('the word is [hidden].');
  });

  it('leaves ordinary text alone', () => {
    const text = 'Refactor the tokenizer in src/token.ts; see https://example.com/a:b';
    expect(redact(text)).toBe(text);
  });
});

describe('printable', () => {
  it('lets no control, bidirectional, zero-width or tag character through', () => {
    const hostile = 'a\u001b[31mb\u009b2Jc\u202ed\u200be\u{e0041}f\rg\u0007h\ufeff';
    expect(printable(hostile)).toBe('abcdefgh');
  });

  it('keeps ordinary text of any language, tabs and newlines', () => {
    const text = 'Grüße\t日本語 👍🏽\nnext';
    expect(printable(text)).toBe(text);
    expect(printable(text, { singleLine: true })).toBe('Grüße 日本語 👍🏽 next');
  });

  it('never lets an escape byte through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/(?![\t\n])\p{Cc}/u);
      }),
    );
  });
});

describe('slug', () => {
  it('is always a safe file name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(slug(text)).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
      }),
    );
    expect(slug('../../etc/passwd')).toBe('etc-passwd');
    expect(slug('Fix the Größe!')).toBe('fix-the-gro-e');
  });
});
