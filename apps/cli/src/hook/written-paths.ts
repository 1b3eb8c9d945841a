import { resolve } from 'node:path';
import type { HookInput } from './hook-input.js';
import { textOf } from './hook-input.js';
import { mayWrite } from './shell/may-write.js';

/** A pattern of a shell command, in two parts: a folder, and what below it is meant. */
export interface WrittenPattern {
  folder: string;
  /** `*.ts`; `**` for everything below the folder. */
  glob: string;
  /** Of the whole work tree that the folder is in. */
  isWholeTree?: boolean;
}

/** What a tool call will write, as far as can be told before. All absolute. */
export interface Written {
  files: string[];
  patterns: WrittenPattern[];
  /** By a shell command: what lies outside of the repository is none of our business then. */
  isShell: boolean;
}

/** `undefined`: nothing that anybody can see. */
export async function writtenBy({ toolName, toolInput, cwd }: HookInput): Promise<Written | undefined> {
  if (toolName === 'Bash') {
    const command = textOf(toolInput.command);
    if (command === undefined || !mayWrite(command)) return undefined;
    const { shellWrites } = await import('./shell/shell-writes.js');
    const written = shellWrites(command, cwd);
    return written.files.length + written.patterns.length === 0 ? undefined : { ...written, isShell: true };
  }
  const path = textOf(toolInput.file_path) ?? textOf(toolInput.notebook_path);
  return path === undefined ? undefined : { files: [resolve(cwd, path)], patterns: [], isShell: false };
}
