import { open, realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { AgentCoordError, printable } from '@agentcoord/core';
import { type Specification, specificationHash, specificationTitle } from '@agentcoord/orchestrator';
import type { CommandCall } from '../command-context.js';

const MAX_BYTES = 256 * 1024;

export type ReadSpecification = Specification & { text: string };

/** The document as data. @throws `not_found`; `invalid_argument` for what is no text; `too_large`. */
export async function readSpecification(
  call: CommandCall,
  root: string,
  file: string,
): Promise<ReadSpecification> {
  const path = await realpath(resolve(call.cwd, file)).catch(() => undefined);
  if (path === undefined) throw wrong('not_found', file, 'does not exist');
  const bytes = await readBounded(path, file);
  const text = decode(bytes, file);
  if (text.trim() === '') throw wrong('invalid_argument', file, 'is empty');
  const inside = relative(root, path).split(sep).join('/');
  const shown = inside.startsWith('..') ? path : inside;
  return {
    path: shown,
    hash: specificationHash(bytes),
    title: printable(specificationTitle(text, shown), { singleLine: true }),
    text,
  };
}

async function readBounded(path: string, file: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw wrong('invalid_argument', file, 'is not a file');
    if (found.size > MAX_BYTES)
      throw wrong(
        'too_large',
        file,
        `has ${found.size} bytes; the limit is ${MAX_BYTES}: split it into several builds`,
      );
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: said below.
  }
  throw wrong('invalid_argument', file, 'is no UTF-8 text');
}

function wrong(
  code: 'not_found' | 'invalid_argument' | 'too_large',
  file: string,
  why: string,
): AgentCoordError {
  return new AgentCoordError(code, `The specification ${file} ${why}. Name a text file, such as spec.md.`, {
    data: { field: 'specification', file },
  });
}
