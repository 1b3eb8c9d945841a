import { createHash } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { AgentCoordError, crashPoint, toAgentCoordError } from '@agentcoord/core';
import type { FileChange } from '../engine/engine-outcome.js';
import type { WrittenFile } from '../git/commit-files.js';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { Logger } from '../ports/logger.js';
import { refusedPath } from '../workspace/path-text.js';
import { readWorkspaceFile } from '../workspace/read-file.js';
import {
  makeFolders,
  protectionOfWrite,
  resolveForWriting,
  type WritablePath,
} from '../workspace/resolve-for-writing.js';
import type { Workspace } from '../workspace/workspace.js';
import type { AskForProtected } from './ask-for-protected.js';
import { lineChanges } from './line-changes.js';
import type { TaskLocks } from './task-locks.js';

interface EditedFile {
  absolute: string;
  mode: number;
  /** Before the first write of this task; `undefined`: there was none. */
  original: Buffer | undefined;
  /** What this task wrote last; `undefined`: nothing yet. */
  written: Buffer | undefined;
}

export interface TaskEditsOptions {
  workspace: Workspace;
  locks: TaskLocks;
  files: FencedWrites;
  signal: AbortSignal;
  logger: Logger;
  /** Asked before a protected file is written. Left out: it is refused. */
  askForProtected?: AskForProtected;
}

/** Given the content under the lock, the new content. */
export type ChangeContent = (current: Buffer | undefined, relative: string) => string | Uint8Array;

const NEW_FILE_MODE = 0o644;
const RESTORE_TIMEOUT_MS = 10_000;

/** The files one task has read and written: guards against lost updates, counts lines, undoes. */
export class TaskEdits {
  private readonly seen = new Map<string, string>();
  private readonly edited = new Map<string, EditedFile>();
  private readonly madeFolders: string[] = [];

  constructor(private readonly options: TaskEditsOptions) {}

  async read(path: string): Promise<{ relative: string; content: Buffer }> {
    const file = await readWorkspaceFile(this.options.workspace, path);
    this.seen.set(file.relative, fingerprint(file.content));
    return file;
  }

  /** Whether the content is what the task last read or wrote at this path. */
  hasSeen(relative: string, content: Buffer): boolean {
    return this.seen.get(relative) === fingerprint(content);
  }

  /**
   * Takes the locks of these files, all or none, and raises their fences before anything is read: what the former
   * holder of a lock still writes comes either before the reading, or not at all.
   */
  async hold(paths: readonly string[], waitMs: number): Promise<void> {
    const { locks, files, signal } = this.options;
    const wanted = await Promise.all(paths.map((path) => this.resolve(path)));
    const fresh = wanted.filter(({ relative }) => !locks.grantOf(relative));
    await locks.hold(
      fresh.map(({ relative }) => relative),
      waitMs,
    );
    for (const { relative, absolute } of fresh) {
      const grant = locks.grantOf(relative);
      if (grant) await files.raise({ path: absolute, fence: grant.fence, signal });
    }
  }

  /**
   * Changes one file: takes its lock, reads it under the lock, writes it with the lock's fence.
   * Nobody else's edit can be lost in between.
   */
  async change(
    path: string,
    waitMs: number,
    change: ChangeContent,
  ): Promise<{ relative: string; created: boolean }> {
    const { workspace, locks, files, signal } = this.options;
    await this.hold([path], waitMs);
    // Somebody may have moved things while the lock was awaited.
    const target = await this.resolve(path);
    const grant = locks.grantOf(target.relative);
    if (!grant) throw movedWhileWaiting(path);
    const original = target.exists
      ? (await readWorkspaceFile(workspace, target.relative)).content
      : undefined;
    const content = Buffer.from(change(original, target.relative));
    await this.askedFor(path, target, { original, content });
    const folders = target.missingFolders;
    this.madeFolders.push(...(await makeFolders(workspace, { path, folders, purpose: this.purpose })));
    const file = this.remember(target, original);
    crashPoint('edit-before-write');
    const mode = target.mode ?? NEW_FILE_MODE;
    await files.write({ path: target.absolute, fence: grant.fence, content, mode, pinned: true, signal });
    crashPoint('edit-written');
    file.written = content;
    this.seen.set(target.relative, fingerprint(content));
    return { relative: target.relative, created: !target.exists };
  }

  private get purpose(): 'write' | 'approved-write' {
    return this.options.askForProtected ? 'approved-write' : 'write';
  }

  /** What may not be read cannot be changed in part either: whether an edit fits would tell what is in it. */
  private async resolve(path: string): Promise<WritablePath> {
    const target = await resolveForWriting(this.options.workspace, path, this.purpose);
    const protection = protectionOfWrite(path, target);
    if (protection.level === 'hidden' && target.exists)
      throw refusedPath(path, `it is protected: ${protection.reason}`);
    return target;
  }

  /** While the lock is held, so that no agent changes in between what the approval is for. */
  private async askedFor(
    path: string,
    target: WritablePath,
    { original, content }: { original: Buffer | undefined; content: Buffer },
  ): Promise<void> {
    const { workspace, signal, askForProtected } = this.options;
    const protection = protectionOfWrite(path, target);
    if (protection.level === 'open') return;
    await askForProtected?.({ path: target.relative, reason: protection.reason, content, signal });
    const now = await this.resolve(path);
    if (now.absolute !== target.absolute || now.exists !== target.exists) throw movedWhileWaiting(path);
    // A person without a lock may have changed it.
    const current = now.exists ? (await readWorkspaceFile(workspace, now.relative)).content : undefined;
    if (original && !current?.equals(original)) throw movedWhileWaiting(path);
  }

  /** Before the write: a write of unknown outcome must be undone as well. */
  private remember(target: WritablePath, original: Buffer | undefined): EditedFile {
    const mode = target.mode ?? NEW_FILE_MODE;
    const file = this.edited.get(target.relative) ?? {
      absolute: target.absolute,
      mode,
      original,
      written: undefined,
    };
    this.edited.set(target.relative, file);
    return file;
  }

  /** The fence of a new lock on a file whose lock was lost. @throws when somebody has it, or has changed it. */
  private async takeAgain(path: string, file: EditedFile, signal: AbortSignal): Promise<number> {
    const { workspace, locks, files } = this.options;
    const { fence } = await locks.takeAgain(path, signal);
    await files.raise({ path: file.absolute, fence, signal });
    const { content } = await readWorkspaceFile(workspace, path);
    const isOurs = file.written?.equals(content) || file.original?.equals(content);
    if (!isOurs) throw new Error('its lock was lost, and somebody has changed it since');
    return fence;
  }

  /** What the task changed, as far as it differs from what was there before. */
  changes(): FileChange[] {
    const changes: FileChange[] = [];
    for (const [path, { original, written }] of this.edited) {
      if (written === undefined || original?.equals(written)) continue;
      changes.push({ path, ...lineChanges(original?.toString('utf8') ?? '', written.toString('utf8')) });
    }
    return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** The files that the task wrote, as it found them. */
  written(): WrittenFile[] {
    return [...this.edited]
      .filter(([, { written }]) => written !== undefined)
      .map(([path, { original }]) => (original === undefined ? { path } : { path, original }));
  }

  /**
   * Puts every file back as the task found it, while its locks are still held. A file whose lock is lost is put
   * back where nobody has taken it since and it is as the task wrote it; else it is somebody else's now, and is
   * left alone. Returns the paths that could not be put back.
   */
  async restore(): Promise<string[]> {
    const left: string[] = [];
    for (const [path, file] of [...this.edited].reverse()) {
      const signal = AbortSignal.timeout(RESTORE_TIMEOUT_MS);
      try {
        const grant = this.options.locks.grantOf(path);
        const fence = grant && !grant.signal.aborted ? grant.fence : await this.takeAgain(path, file, signal);
        const request = { path: file.absolute, fence, pinned: true, signal };
        if (file.original === undefined) await this.options.files.remove(request);
        else await this.options.files.write({ ...request, content: file.original, mode: file.mode });
        this.edited.delete(path);
      } catch (thrown) {
        left.push(path);
        const reason = toAgentCoordError(thrown).message;
        this.options.logger.warn('A file of a failed task could not be put back.', { path, reason });
      }
    }
    // Only folders that are empty go; what others put there stays.
    for (const folder of this.madeFolders.reverse()) await rmdir(folder).catch(() => undefined);
    return left;
  }
}

function fingerprint(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}

function movedWhileWaiting(path: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `"${path}" led to another file once its lock was there. Look again and repeat the call.`,
    {
      data: { path },
    },
  );
}
