import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';

export interface Program {
  command: string;
  /** Come before the arguments of the worker. */
  args: string[];
}

/**
 * The `agentcoord` executable: the running one when this process is it, else the one installed for `cwd`
 * or beside this package.
 * @throws `misconfigured` when there is none.
 */
export function defaultProgram(cwd: string): Program {
  const bin = runningBin() ?? installedBin(join(cwd, 'package.json')) ?? installedBin(import.meta.url);
  if (bin !== undefined) return { command: process.execPath, args: [bin] };
  throw new AgentCoordError(
    'misconfigured',
    `No agentcoord executable was found for ${cwd}. Install the package "agentcoord" there, or pass "program" to the spawner.`,
    { data: { cwd } },
  );
}

interface Manifest {
  name?: string;
  bin?: Record<string, string>;
}

function runningBin(): string | undefined {
  const started = process.argv[1];
  if (started === undefined) return undefined;
  try {
    const file = realpathSync(started);
    const manifest = manifestAt(join(dirname(dirname(file)), 'package.json'));
    return manifest?.name === 'agentcoord' ? file : undefined;
  } catch {
    return undefined;
  }
}

function installedBin(from: string): string | undefined {
  try {
    const manifestFile = createRequire(from).resolve('agentcoord/package.json');
    const bin = manifestAt(manifestFile)?.bin?.agentcoord;
    return bin === undefined ? undefined : join(dirname(manifestFile), bin);
  } catch {
    return undefined;
  }
}

function manifestAt(file: string): Manifest | undefined {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
