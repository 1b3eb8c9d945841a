import { closeSync, openSync, readSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';
import { unwritable } from '../sqlite/storage-error.js';
import { isConnected } from './connected-files.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/**
 * Refuses a file that is not a store of ours, without connecting to it: SQLite would leave its own files
 * beside it, or roll back a transaction of its owner. The application id is in the file from the first
 * moment it has its name (see create-database.ts), so there is no half-made state to excuse.
 */
export function refuseForeignFile(path: string, applicationId: number): void {
  if (isConnected(path)) return;
  const header = readHeader(path);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw foreign(path, header.length === 0 ? 'it is empty' : 'it is not a SQLite database');
  }
  if (header.length < HEADER_BYTES) {
    throw new AgentCoordError(
      'storage_corrupt',
      `The store ${path} was cut off after ${header.length} bytes. Restore it from a copy, or move it away to start afresh.`,
      { data: { path } },
    );
  }
  refuseForeignId(path, header.readUInt32BE(APPLICATION_ID_AT), applicationId);
}

export function refuseForeignId(path: string, found: number, applicationId: number): void {
  if (found !== applicationId) throw foreign(path, 'it is a SQLite database of another program');
}

function foreign(path: string, why: string): AgentCoordError {
  return new AgentCoordError(
    'foreign_file',
    `${path} is not a store of AgentCoord: ${why}. It was left as it is; move it away, or choose another folder with AGENTCOORD_HOME.`,
    { data: { path } },
  );
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}
