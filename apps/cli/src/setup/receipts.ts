import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readText, swapFile } from './swap-file.js';
import type { TextRegion } from './text-region.js';

/** What setup did to a file, for turning it back to the byte. */
export interface Receipt {
  file: string;
  /** There was no file before. */
  isNew: boolean;
  /** Folders that were made for it, outermost first. */
  folders: string[];
  region: TextRegion;
  /** SHA-256 of the file as it was left. */
  left: string;
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Receipts of this user, one for each file, by its real path. */
export class Receipts {
  private readonly folder: string;

  constructor({ XDG_STATE_HOME, HOME }: Readonly<Record<string, string | undefined>>) {
    const state =
      XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME)
        ? XDG_STATE_HOME
        : join(HOME || homedir(), '.local', 'state');
    this.folder = join(state, 'agentcoord', 'setup');
  }

  /** `undefined` where there is none, or none that can be read: removal then goes by what is in the file. */
  async find(file: string): Promise<Receipt | undefined> {
    try {
      const receipt = JSON.parse(await readFile(this.placeOf(file), 'utf8')) as Receipt;
      return receipt.file === file && typeof receipt.left === 'string' ? receipt : undefined;
    } catch {
      return undefined;
    }
  }

  async keep(receipt: Receipt): Promise<void> {
    const place = this.placeOf(receipt.file);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await swapFile(place, await readText(place), JSON.stringify(receipt), 0o600);
  }

  async drop(file: string): Promise<void> {
    await rm(this.placeOf(file), { force: true });
  }

  private placeOf(file: string): string {
    return join(this.folder, `${sha256Of(file).slice(0, 32)}.json`);
  }
}
