import { closeSync, constants, fsyncSync, openSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { AgentCoordError } from '../errors/agent-coord-error.js';
import { openedPath } from './opened-path.js';

/**
 * A folder held open, so that what is done in it is done in this very folder, also when another one or a link is put in
 * its place meanwhile. On Linux names are looked up below the open folder; elsewhere Node has no call for that, so the
 * folder is only looked at again, and a moment remains.
 */
export class PinnedFolder {
  private constructor(
    private readonly folder: string,
    private readonly handle: number,
    private readonly isHeld: boolean,
  ) {}

  /**
   * @param folder a real path: no part of it is a link
   * @throws `conflict` where it has become one, or lies elsewhere now; the system's own error where it cannot be opened
   */
  static open(folder: string): PinnedFolder {
    const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    const held = openedPath(handle);
    if ((held ?? realpathSync(folder)) === folder)
      return new PinnedFolder(folder, handle, held !== undefined);
    closeSync(handle);
    throw new AgentCoordError(
      'conflict',
      `Nothing was changed in ${folder}: it, or a folder above it, was moved or replaced by a link. Look where it leads and try again.`,
      { data: { path: folder } },
    );
  }

  /** The path of an entry of this very folder; good until it is closed. */
  at(name: string): string {
    return this.isHeld ? `/proc/self/fd/${this.handle}/${name}` : join(this.folder, name);
  }

  /** A new or renamed entry is only safe from a power cut once its folder is. */
  sync(): void {
    fsyncSync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }
}
