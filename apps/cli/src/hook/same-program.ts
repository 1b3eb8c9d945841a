import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import type { Look } from '@agentcoord/client';

/** The nearest one counts: another program that was started within Claude Code is not it. */
const PROGRAM = /(^|\/)(claude|codex|gemini|cursor-agent)(\.exe)?$/;
const MOST_ANCESTORS = 30;

interface Ancestor {
  parent: number;
  name: string;
}

/**
 * Whether a holder is served by a child of the very Claude Code that called this hook: its MCP server, which is an agent of its
 * own. What that one locked it locked for this session.
 */
export async function isOfSameProgram(look: Look, holder: string): Promise<boolean> {
  const agents = await look.agents();
  const agent = agents.find(({ identity }) => holder === identity || holder.startsWith(`${identity}/`));
  // A worker that was started in its shell is somebody else.
  if (agent?.kind !== 'session' || agent.pid === undefined || agent.host !== hostname()) return false;
  const own = await programAround(process.pid);
  return own !== undefined && own === (await programAround(agent.pid));
}

/** The process id of the nearest Claude Code above a process. */
async function programAround(pid: number): Promise<number | undefined> {
  let at = pid;
  for (let steps = 0; steps < MOST_ANCESTORS && at > 1; steps += 1) {
    const found = (await fromProc(at)) ?? (await fromPs(at));
    if (found === undefined) return undefined;
    if (PROGRAM.test(found.name)) return at;
    at = found.parent;
  }
  return undefined;
}

async function fromProc(pid: number): Promise<Ancestor | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name is in parentheses and may hold any.
  const [, name = '', parent = ''] = /^\d+ \((.*)\) \S+ (\d+)/s.exec(text ?? '') ?? [];
  return parent === '' ? undefined : { name, parent: Number(parent) };
}

async function fromPs(pid: number): Promise<Ancestor | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=,comm=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  const [, parent = '', name = ''] = /^\s*(\d+)\s+(.*?)\s*$/.exec(stdout) ?? [];
  return parent === '' ? undefined : { name, parent: Number(parent) };
}
