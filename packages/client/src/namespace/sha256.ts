/**
 * SHA-256 (FIPS 180-4) of a text as UTF-8, in hex. `node:crypto` says the same but takes 4 ms to load, and a
 * short command needs it for nothing else. For names; whatever guards a secret uses `node:crypto`.
 */
export function sha256Hex(text: string): string {
  const state = new Uint32Array(INITIAL);
  const blocks = padded(new TextEncoder().encode(text));
  const schedule = new Uint32Array(64);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let index = 0; index < 16; index += 1) schedule[index] = blocks.getUint32(offset + index * 4);
    for (let index = 16; index < 64; index += 1) {
      const [a, b] = [at(schedule, index - 15), at(schedule, index - 2)];
      const small = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
      const large = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
      schedule[index] = at(schedule, index - 16) + small + at(schedule, index - 7) + large;
    }
    mix(state, schedule);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function mix(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const large = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const one = (h + large + ((e & f) ^ (~e & g)) + at(CONSTANTS, round) + at(schedule, round)) | 0;
    const small = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const two = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = at(state, index) + word;
}

/** The bytes, a one bit, zeros, and the length in bits at the end of a block of 64. */
function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
  return view;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

const PRIMES: number[] = [];
for (let candidate = 2; PRIMES.length < 64; candidate += 1) {
  if (PRIMES.every((prime) => candidate % prime !== 0)) PRIMES.push(candidate);
}
/** The first 32 bits of what follows the point in the square and cube roots of the first primes. */
const fraction = (root: number): number => (root - Math.floor(root)) * 2 ** 32;
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const CONSTANTS = new Uint32Array(PRIMES.map((prime) => fraction(Math.cbrt(prime))));
