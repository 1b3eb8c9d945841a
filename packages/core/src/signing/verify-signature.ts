import { verify } from 'node:crypto';
import { isPublicKey, readPublicKey } from './public-key.js';
import { signedBytes } from './signed-bytes.js';

export interface SignatureToVerify {
  publicKey: string;
  purpose: string;
  text: string;
  signature: string;
}

// 64 bytes in base64url: one spelling for each signature.
const SIGNATURE = /^[A-Za-z0-9_-]{85}[AQgw]$/;

/** Whether the key signed this text for this purpose. Anything malformed is simply not valid. */
export function verifySignature({ publicKey, purpose, text, signature }: SignatureToVerify): boolean {
  if (typeof signature !== 'string' || !SIGNATURE.test(signature) || !isPublicKey(publicKey)) return false;
  try {
    return verify(
      null,
      signedBytes(purpose, text),
      readPublicKey(publicKey),
      Buffer.from(signature, 'base64url'),
    );
  } catch {
    // 32 bytes that are no point of the curve.
    return false;
  }
}
