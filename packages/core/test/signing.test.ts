import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  type AgentCoordError,
  createKeyFile,
  isPublicKey,
  keyFingerprint,
  readKeyFile,
  SigningKey,
  sha256,
  verifySignature,
} from '@agentcoord/core';
import { describe, expect, onTestFinished, test } from 'vitest';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'agentcoord-keys-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

function flipped(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}

describe('a signature', () => {
  const key = SigningKey.create();
  const signed = { publicKey: key.publicKey, purpose: 'test v1', text: 'Löschen? ✓' };
  const signature = key.sign(signed.purpose, signed.text);

  test('is valid for its key, purpose and text', () => {
    expect(verifySignature({ ...signed, signature })).toBe(true);
  });

  test.each([
    ['another text', { text: 'Löschen? ✗' }],
    ['the same text in another Unicode form', { text: 'Löschen? ✓'.normalize('NFD') }],
    ['another purpose', { purpose: 'test v2' }],
    ['a text that begins with the end of the purpose', { purpose: 'test', text: `v1\n${signed.text}` }],
    ['another key', { publicKey: SigningKey.create().publicKey }],
    ['no key at all', { publicKey: 'ed25519:' }],
    ['a changed signature', { signature: flipped(signature) }],
    ['another spelling of the signature', { signature: `${signature}==` }],
    ['an empty signature', { signature: '' }],
  ])('is not valid for %s', (_what, change) => {
    expect(verifySignature({ ...signed, signature, ...change })).toBe(false);
  });

  test('is not valid where the last bits, which decoders ignore, are spelled otherwise', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(signature.at(-1) ?? '');
    const spelledOtherwise = signature.slice(0, -1) + alphabet[last + 1];
    expect(Buffer.from(spelledOtherwise, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(verifySignature({ ...signed, signature: spelledOtherwise })).toBe(false);
  });
});

describe('a key', () => {
  test('comes back from its PEM', () => {
    const key = SigningKey.create();
    expect(SigningKey.fromPem(key.toPem()).publicKey).toBe(key.publicKey);
    expect(isPublicKey(key.publicKey)).toBe(true);
    expect(keyFingerprint(key.publicKey)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('never shows its private half', () => {
    const key = SigningKey.create();
    const secret = key.toPem().split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    const bytes = Buffer.from(secret, 'base64').subarray(-32);
    for (const shown of [JSON.stringify(key), inspect(key, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain(secret.slice(-40));
      expect(shown).not.toContain(bytes.toString('hex'));
    }
  });

  test('that is no Ed25519 key is refused without its text', () => {
    const secret = 'not-a-key-but-a-secret';
    expect(() => SigningKey.fromPem(secret)).toThrow(/no Ed25519 private key/);
    try {
      SigningKey.fromPem(secret);
    } catch (error) {
      expect(inspect(error)).not.toContain(secret);
    }
  });

  test('hashes as other tools do', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a key file', () => {
  test('is made once, readable for its owner alone', async () => {
    const path = join(await folder(), 'deep', 'operator.key');
    expect(await readKeyFile(path)).toBeUndefined();
    const made = await Promise.all([createKeyFile(path), createKeyFile(path), createKeyFile(path)]);
    expect(new Set(made.map(({ key }) => key.publicKey)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(path, '..'))).toEqual(['operator.key']);
    expect((await readKeyFile(path))?.publicKey).toBe(made[0]?.key.publicKey);
  });

  test('that others may read is not used', async () => {
    const path = join(await folder(), 'operator.key');
    await createKeyFile(path);
    await chmod(path, 0o640);
    const error = await readKeyFile(path).catch((thrown: AgentCoordError) => thrown);
    expect(error).toMatchObject({ code: 'misconfigured', message: expect.stringContaining('chmod 600') });
  });

  test('with something else in it is neither used nor overwritten', async () => {
    const path = join(await folder(), 'operator.key');
    await writeFile(path, 'torn', { mode: 0o600 });
    await expect(createKeyFile(path)).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
