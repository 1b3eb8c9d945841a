import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { primaryCode, SQLITE } from './result-code.js';

export interface FailureContext {
  path: string;
  /** At COMMIT an I/O error leaves it open whether the log already has the change. */
  committing?: boolean;
}

/** Anything thrown while talking to SQLite, as an error that says what to do. Errors of ours pass as they are. */
export function storageError(thrown: unknown, context: FailureContext): AgentCoordError {
  if (AgentCoordError.is(thrown)) return thrown;
  const { path } = context;
  const make = (code: ConstructorParameters<typeof AgentCoordError>[0], message: string): AgentCoordError =>
    new AgentCoordError(code, message, { cause: thrown, data: { path } });
  switch (primaryCode(thrown)) {
    case SQLITE.FULL:
      return diskFull(path, thrown);
    case SQLITE.READONLY:
    case SQLITE.CANTOPEN:
      return unwritable(path, thrown);
    case SQLITE.CORRUPT:
    case SQLITE.NOTADB:
      return make(
        'storage_corrupt',
        `The store ${path} is damaged (${describeThrown(thrown)}). Stop all agents, keep a copy of the folder, ` +
          "and try `sqlite3 agentcoord.db '.recover'`; or move the folder away to start afresh.",
      );
    case SQLITE.IOERR:
      if (isFull(path)) return diskFull(path, thrown);
      return context.committing
        ? make(
            'storage_unknown',
            `The disk failed while ${path} was written: the change may or may not be there.`,
          )
        : make(
            'storage_unavailable',
            `The disk failed at ${path}: ${describeThrown(thrown)}. Nothing was changed.`,
          );
    case undefined:
      return make('internal', describeThrown(thrown));
    default:
      return make('internal', `SQLite refused a statement of ours at ${path}: ${describeThrown(thrown)}.`);
  }
}

export function unwritable(path: string, cause: unknown): AgentCoordError {
  return new AgentCoordError(
    'storage_unwritable',
    `The store ${path} cannot be written: ${describeThrown(cause)}. Give this user write access to the folder, ` +
      'or choose another one with AGENTCOORD_HOME.',
    { cause, data: { path } },
  );
}

export function diskFull(path: string, cause: unknown): AgentCoordError {
  return new AgentCoordError(
    'disk_full',
    `The disk that holds ${path} is full. Nothing was changed; free some space and try again.`,
    { cause, data: { path } },
  );
}

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < 64 * 1024;
  } catch {
    return false;
  }
}
