import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBubblewrap } from '@agentcoord/tooling/bubblewrap';
import { createSandbox } from '../../src/sandbox/create-sandbox.js';
import type { Sandbox, SandboxedResult, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { gotIn, type Probe } from './sandbox-probes.js';
import { CANARY, type SandboxWorld } from './sandbox-world.js';
import { snapshotFolder } from './snapshot-folder.js';

const MIB = 1024 * 1024;

/** The sandbox of this machine with small limits, for a worker that has a key. */
export function sandboxHere(options: SandboxOptions = {}): Sandbox {
  const found = findBubblewrap();
  return createSandbox({
    bubblewrap: found?.command,
    environment: { ...process.env, ...found?.env, ANTHROPIC_API_KEY: CANARY, MY_SETTING: CANARY },
    limits: { processes: 128, memoryBytes: 1536 * MIB, fileBytes: 200 * MIB, temporaryBytes: 200 * MIB },
    ...options,
  });
}

export async function runIn(sandbox: Sandbox, root: string, command: string): Promise<SandboxedResult> {
  const signal = new AbortController().signal;
  return sandbox.run({ command, workspace: { root }, cwd: root, variables: {}, timeoutMs: 20_000, signal });
}

/** Runs one probe. @returns how it got in; nothing where it was blocked. */
export async function attempt(
  sandbox: Sandbox,
  world: SandboxWorld,
  probe: Probe,
): Promise<string | undefined> {
  const heardBefore = world.heard.length;
  const { stdout, stderr } = await runIn(sandbox, world.targets.root, probe.command);
  const said = gotIn(stdout.text + stderr.text);
  if (said) return said;
  if (world.heard.length > heardBefore) return `the host heard it: ${world.heard.at(-1)}`;
  if (world.victim.exitCode !== null || world.victim.signalCode !== null) return 'another process was ended';
  return (await survivors()) ? 'a process lives on' : undefined;
}

/** Everything outside the workspace, and what is protected inside: the same before and after. */
export async function guardedState(world: SandboxWorld): Promise<Record<string, string>> {
  const all = await snapshotFolder(world.targets.around);
  return Object.fromEntries(
    Object.entries(all).filter(
      ([path]) => !path.startsWith('ws/') || /\/\.(git|env|npmrc|vscode|husky|agentcoord)/.test(path),
    ),
  );
}

async function survivors(): Promise<boolean> {
  for (const entry of await readdir('/proc')) {
    const line = await readFile(join('/proc', entry, 'cmdline'), 'latin1').catch(() => '');
    if (line.startsWith('sleep\x0097531')) return true;
  }
  return false;
}
