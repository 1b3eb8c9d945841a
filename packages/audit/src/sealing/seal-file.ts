import { appendFile, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError, canonicalJson, describeThrown, type JsonObject } from '@agentcoord/core';
import { makeOwnFolder } from '../own-folder.js';
import { decodeSeal, type Seal } from './seal.js';

const NEW_LINE = 0x0a;

/**
 * Every seal this host has seen, one a line: what is replaced in the store, seals and all, is not
 * replaced here. Several processes may append the same seal; a torn line counts as none.
 */
export class SealFile {
  readonly path: string;
  private readonly seals = new Map<number, Seal>();
  private readTo = 0;
  /** A process was killed while it wrote the last line. */
  private isTorn = false;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'seals.jsonl');
  }

  /** By number; of two different ones the first, which is the older. What was read before is not read again. */
  async read(): Promise<ReadonlyMap<number, Seal>> {
    const file = await this.open();
    if (file === undefined) return this.seals;
    try {
      const { size } = await file.stat();
      // Somebody put a shorter file there: nothing of what was known can be trusted to be in it.
      if (size < this.readTo) this.forget();
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(size - this.readTo),
        0,
        undefined,
        this.readTo,
      );
      const end = buffer.subarray(0, bytesRead).lastIndexOf(NEW_LINE) + 1;
      for (const line of buffer.toString('utf8', 0, end).split('\n')) this.note(line);
      this.readTo += end;
      this.isTorn = end < bytesRead;
      return this.seals;
    } finally {
      await file.close();
    }
  }

  async add(seals: readonly Seal[]): Promise<void> {
    if (seals.length === 0) return;
    try {
      await makeOwnFolder(this.folder);
      const lines = seals.map((seal) => `${canonicalJson(seal)}\n`).join('');
      await this.read();
      // What was left torn must not spoil the next line.
      await appendFile(this.path, this.isTorn ? `\n${lines}` : lines, { mode: 0o600 });
    } catch (error) {
      throw new AgentCoordError(
        'storage_unwritable',
        `The seals of the audit log cannot be written to ${this.path}: ${describeThrown(error)}. Make the folder writable.`,
        { data: { file: this.path }, cause: error },
      );
    }
  }

  private async open(): Promise<FileHandle | undefined> {
    try {
      return await open(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.forget();
      return undefined;
    }
  }

  private forget(): void {
    this.seals.clear();
    this.readTo = 0;
    this.isTorn = false;
  }

  private note(line: string): void {
    const seal = decodeLine(line);
    if (seal !== undefined && !this.seals.has(seal.content.number)) this.seals.set(seal.content.number, seal);
  }
}

/** The highest number among seals; 0 where there are none. */
export function newestOf(seals: ReadonlyMap<number, Seal>): number {
  let newest = 0;
  for (const number of seals.keys()) if (number > newest) newest = number;
  return newest;
}

function decodeLine(line: string): Seal | undefined {
  try {
    return decodeSeal({ body: JSON.parse(line) as { body: JsonObject }['body'] });
  } catch {
    return undefined;
  }
}
