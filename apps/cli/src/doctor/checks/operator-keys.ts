import { stat } from 'node:fs/promises';
import { describeThrown, readKeyFile } from '@agentcoord/core';
import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

/** Whether approvals are signed, and whether this user is one of those who decide. */
export async function operatorKeys({ configuration }: ProjectFacts): Promise<Finding[]> {
  const { operatorKeys: pinned, operatorKeyFile: file } = configuration;
  // Open to others it is not used, and that is said where modes are looked at.
  if (await isOpenToOthers(file)) return [];
  try {
    const key = await readKeyFile(file);
    if (pinned.length === 0) return [ok('keys', 'No operator key is pinned: decisions are unsigned.')];
    if (key !== undefined && pinned.includes(key.publicKey))
      return [ok('keys', 'Your operator key is one of those that this project pins.')];
    return [
      {
        check: 'keys',
        severity: 'warning',
        what:
          key === undefined
            ? `This project pins operator keys, and you have none (${file}).`
            : `Your operator key (${file}) is not among those that this project pins.`,
        why: 'What you approve or reject here does not count.',
        fix:
          key === undefined
            ? 'agentcoord init'
            : `ask who has one of them to add ${key.publicKey} to operatorKeys in .agentcoord/config.json`,
      },
    ];
  } catch (error) {
    return [
      {
        check: 'keys',
        severity: 'error',
        what: `The operator key cannot be read: ${describeThrown(error)}`,
        why: 'You can decide nothing.',
        fix: `mv ${file} ${file}.broken && agentcoord init`,
      },
    ];
  }
}

function isOpenToOthers(file: string): Promise<boolean> {
  return stat(file).then(
    ({ mode }) => (mode & 0o077) !== 0,
    () => false,
  );
}
