import { AgentCoordError } from '@agentcoord/core';
import type { AdapterName, SqliteAdapter } from './database.js';
import { loadLibsql } from './libsql.js';
import { loadNodeSqlite } from './node-sqlite.js';

/** Below it a checkpoint can run into a commit that resets the log (3.7.0 to 3.51.2). */
const FIRST_SOUND_SQLITE = [3, 51, 3] as const;

export const ADAPTER_VARIABLE = 'AGENTCOORD_SQLITE';

const loaded = new Map<AdapterName, SqliteAdapter>();

/**
 * `node:sqlite` where Node brings a sound one, else `libsql`: nothing is loaded that is not used.
 * @param wanted overrides the choice, and so does the environment variable `AGENTCOORD_SQLITE`.
 */
export function chooseAdapter(wanted = nameFromEnvironment()): SqliteAdapter {
  const name = wanted ?? (nodeSqliteIsSound() ? 'node:sqlite' : 'libsql');
  const known = loaded.get(name);
  if (known) return known;
  const adapter = load(name);
  loaded.set(name, adapter);
  return adapter;
}

export function nodeSqliteIsSound(version = process.versions.sqlite): boolean {
  if (version === undefined) return false;
  const parts = version.split('.').map(Number);
  for (const [index, least] of FIRST_SOUND_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function nameFromEnvironment(): AdapterName | undefined {
  const name = process.env[ADAPTER_VARIABLE];
  if (name === undefined || name === '') return undefined;
  if (name === 'libsql' || name === 'node:sqlite') return name;
  throw new AgentCoordError(
    'misconfigured',
    `${ADAPTER_VARIABLE} is ${JSON.stringify(name)}; it must be 'libsql' or 'node:sqlite', or not set at all.`,
  );
}

function load(name: AdapterName): SqliteAdapter {
  try {
    return name === 'libsql' ? loadLibsql() : loadNodeSqlite();
  } catch (cause) {
    const other = `Node ${process.versions.node} on ${process.platform}-${process.arch}`;
    throw new AgentCoordError(
      'misconfigured',
      `The embedded store needs SQLite, and ${name} could not be loaded on ${other}. ` +
        'Use Node 22.23 or newer, or reinstall so that the prebuilt package of libsql for this machine is there.',
      { cause, data: { adapter: name } },
    );
  }
}
