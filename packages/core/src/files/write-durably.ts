import { open } from 'node:fs/promises';

/** A new file of this user alone, which survives a loss of power once its folder does. Fails where it exists. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
