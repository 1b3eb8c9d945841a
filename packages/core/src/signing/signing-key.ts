import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AgentCoordError } from '../errors/agent-coord-error.js';
import { publicKeyText } from './public-key.js';
import { signedBytes } from './signed-bytes.js';

/** What can sign: a key of this process, or one that lives elsewhere. */
export interface Signer {
  /** `ed25519:…` */
  readonly publicKey: string;
  /** @param purpose what the signature is for; one made for one purpose is never valid for another. */
  sign(purpose: string, text: string): string;
}

/** An Ed25519 key pair. The private half leaves it only through `toPem`: it is not in JSON, logs or `inspect`. */
export class SigningKey implements Signer {
  readonly publicKey: string;
  readonly #privateKey: KeyObject;

  private constructor(privateKey: KeyObject) {
    this.#privateKey = privateKey;
    this.publicKey = publicKeyText(createPublicKey(privateKey));
  }

  static create(): SigningKey {
    return new SigningKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** @throws `invalid_argument` for what is no Ed25519 private key in PKCS #8; says nothing of the text. */
  static fromPem(pem: string): SigningKey {
    let key: KeyObject | undefined;
    try {
      key = createPrivateKey(pem);
    } catch {
      // The parser's own words may quote the text.
    }
    if (key?.asymmetricKeyType === 'ed25519') return new SigningKey(key);
    throw new AgentCoordError('invalid_argument', 'This is no Ed25519 private key in PEM (PKCS #8).', {
      data: { field: 'pem', expected: 'an Ed25519 private key in PEM' },
    });
  }

  /** The private key, for a file that only its owner can read. */
  toPem(): string {
    return this.#privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  }

  sign(purpose: string, text: string): string {
    return sign(null, signedBytes(purpose, text), this.#privateKey).toString('base64url');
  }
}
