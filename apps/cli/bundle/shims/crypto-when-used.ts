import type * as Crypto from 'node:crypto';

/** `node:crypto`, loaded (4 ms) by the first call of one of these. */
const crypto = (): typeof Crypto => process.getBuiltinModule('node:crypto');

export const createHash: typeof Crypto.createHash = (...args) => crypto().createHash(...args);

export function randomBytes(size: number): Buffer {
  return crypto().randomBytes(size);
}

export default {
  randomBytes,
  get webcrypto(): typeof Crypto.webcrypto {
    return crypto().webcrypto;
  },
};
