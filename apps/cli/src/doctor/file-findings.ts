import { statfs } from 'node:fs/promises';
import type { Configuration, Look } from '@agentcoord/client';
import { AgentCoordError, type ErrorCode } from '@agentcoord/core';
import { type Finding, ok, type StoreFindings } from './finding.js';

const LITTLE_BYTES = 100 * 2 ** 20;

/** Everything there is to say about the file store of this clone. One that cannot be opened is a finding. */
export async function fileFindings(
  { storeFolder }: Configuration,
  open: () => Promise<Look>,
): Promise<StoreFindings> {
  try {
    const { storage } = await open();
    const { address } = await storage.describe();
    const opened = ok(
      'store',
      `${address} is open: this user may write, the disk is local, the layout is known.`,
    );
    return { address, findings: [opened, await freeDisk(storeFolder)], isThere: true };
  } catch (error) {
    if (!AgentCoordError.is(error) || error.code === 'aborted') throw error;
    return { address: storeFolder, findings: [notOpened(error, storeFolder)], isThere: false };
  }
}

async function freeDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free > LITTLE_BYTES) return ok('disk', `${Math.floor(free / 2 ** 20)} MiB are free.`);
  return {
    check: 'disk',
    severity: 'warning',
    what: `Only ${Math.floor(free / 2 ** 20)} MiB are free on the disk of ${folder}.`,
    why: 'On a full disk no task is added and no lock is granted.',
    fix: `df -h ${folder}`,
  };
}

function notOpened(error: AgentCoordError, folder: string): Finding {
  const elsewhere = 'export AGENTCOORD_HOME="$HOME/.local/share/agentcoord"';
  const fixes: Partial<Record<ErrorCode, string>> = {
    storage_unwritable: `chmod u+rwx ${folder} || ${elsewhere}`,
    network_filesystem: elsewhere,
    schema_too_new: 'npm install --global agentcoord@latest',
    foreign_file: elsewhere,
    disk_full: `df -h ${folder}`,
  };
  return {
    check: 'store',
    severity: 'error',
    what: error.message,
    why: 'Nothing is locked, claimed or added until it can be opened.',
    fix: fixes[error.code] ?? elsewhere,
  };
}
