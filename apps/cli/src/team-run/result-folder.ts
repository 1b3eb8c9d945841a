import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Configuration } from '@agentcoord/client';

/** Beside the logs, where nothing of it gets into a commit by accident. */
export function resultFolder({ logFolder }: Configuration, kind: 'builds' | 'reviews'): string {
  return join(dirname(logFolder), kind);
}

export async function writeResult(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
