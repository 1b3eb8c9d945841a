import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every folder of a test, and of the product in it, begins so. */
const OURS = /^agentcoord-/;
/** Somebody who was told to end may need a moment; then it is left behind. */
const LOOKS = 40;
const BETWEEN_LOOKS_MS = 250;

/**
 * Around the whole run: a folder in the system's temporary folder, or a process that was started in or with one, that is there
 * afterwards and was not before fails the run by name. Only in CI, where nobody else uses that folder; processes on Linux only.
 */
export default function watchLeftBehind(): (() => Promise<void>) | undefined {
  if (process.env.CI !== 'true') return undefined;
  const before = new Set(folders());
  return async () => {
    let left: string[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      left = leftSince(before);
      if (left.length === 0) return;
      await sleep(BETWEEN_LOOKS_MS);
    }
    // An error here would be printed, and the run pass.
    console.error(`The tests left behind:\n${left.join('\n')}`);
    process.exitCode = 1;
  };
}

function leftSince(before: ReadonlySet<string>): string[] {
  const fresh = folders().filter((name) => !before.has(name));
  const processes = pids().flatMap((pid) => {
    const told = toldTo(pid);
    const folder = told
      .match(/agentcoord-[\w-]+/g)
      ?.find((name) => !before.has(name) && isTemporary(told, name));
    return folder === undefined ? [] : [`process ${pid} of ${folder}: ${commandOf(pid)}`];
  });
  return [...fresh.map((name) => `folder ${name}`), ...processes];
}

function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => OURS.test(name));
}

function isTemporary(told: string, name: string): boolean {
  return told.includes(`${tmpdir()}/${name}`);
}

function pids(): number[] {
  if (process.platform !== 'linux') return [];
  const own = new Set([process.pid, process.ppid]);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !own.has(pid));
}

/** Where it works and what it was started with. A folder that is gone is still named. */
function toldTo(pid: number): string {
  try {
    return `${readlinkSync(`/proc/${pid}/cwd`)}\0${commandOf(pid)}`;
  } catch {
    return '';
  }
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
}
