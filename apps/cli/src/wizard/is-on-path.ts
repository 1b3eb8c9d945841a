import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Whether this could be started by its name. */
export async function isOnPath(program: string, path = ''): Promise<boolean> {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const isThere = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}
