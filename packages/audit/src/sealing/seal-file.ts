import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError, canonicalJson, describeThrown, type JsonObject } from '@agentcoord/core';
import { decodeSeal, type Seal } from './seal.js';

/**
 * Every seal this host has seen, one a line: what is replaced in the store, seals and all, is not
 * replaced here. Several processes may append the same seal; a torn line counts as none.
 */
export class SealFile {
  readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'seals.jsonl');
  }

  /** By number; of two different ones the first, which is the older. */
  async read(): Promise<Map<number, Seal>> {
    const seals = new Map<number, Seal>();
    for (const line of (await this.text()).split('\n')) {
      const seal = decodeLine(line);
      if (seal !== undefined && !seals.has(seal.content.number)) seals.set(seal.content.number, seal);
    }
    return seals;
  }

  async add(seals: readonly Seal[]): Promise<void> {
    if (seals.length === 0) return;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const text = await this.text();
      const lines = seals.map((seal) => `${canonicalJson(seal)}\n`).join('');
      // A line that a killed process left torn must not spoil the next one.
      const mend = text === '' || text.endsWith('\n') ? '' : '\n';
      await appendFile(this.path, mend + lines, { mode: 0o600 });
    } catch (error) {
      throw new AgentCoordError(
        'storage_unwritable',
        `The seals of the audit log cannot be written to ${this.path}: ${describeThrown(error)}. Make the folder writable.`,
        { data: { file: this.path }, cause: error },
      );
    }
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

function decodeLine(line: string): Seal | undefined {
  try {
    return decodeSeal({ body: JSON.parse(line) as { body: JsonObject }['body'] });
  } catch {
    return undefined;
  }
}
