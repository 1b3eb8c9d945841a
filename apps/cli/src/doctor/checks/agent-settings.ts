import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { agentcoordCommand } from '../../setup/agentcoord-command.js';
import { applyEdit, planEdit } from '../../setup/apply-edit.js';
import type { FileEdit } from '../../setup/file-edit.js';
import { nodeAt, plainValue } from '../../setup/json-text.js';
import { editsFor, PROGRAMS, type Program, SCOPES, type Scope } from '../../setup/programs.js';
import { Receipts } from '../../setup/receipts.js';
import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

const STRICT = /agentcoord["']? hook pre-tool-use --strict/;

/** Hooks and MCP servers of the programs that were set up here: each is whole, up to date, and can be called. */
export async function agentSettings(facts: ProjectFacts): Promise<Finding[]> {
  const findings: Finding[] = [];
  const done: string[] = [];
  for (const program of PROGRAMS)
    for (const scope of SCOPES) {
      if (scope === 'local' && program !== 'claude') continue;
      const found = await settingsOf(program, scope, facts);
      if (found === undefined) continue;
      done.push(`${program} (${scope})`);
      findings.push(...found);
    }
  if (findings.length > 0) return findings;
  if (done.length === 0) return [ok('hooks', 'No agent is set up here (agentcoord setup claude).')];
  return [ok('hooks', `Set up, whole and up to date: ${done.join(', ')}.`)];
}

/** `undefined`: this was never set up. */
async function settingsOf(
  program: Program,
  scope: Scope,
  facts: ProjectFacts,
): Promise<Finding[] | undefined> {
  const { environment, home, configuration } = facts;
  const { root } = configuration.repository;
  const place = { scope, root, home, environment, strict: false };
  const files = editsFor(program, place).map(({ file }) => file);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const strict = texts.some((text) => STRICT.test(text));
  const edits = editsFor(program, { ...place, strict });
  const receipts = new Receipts(environment);
  const again = `agentcoord setup ${program} --scope ${scope}${strict ? ' --strict' : ''}`;
  const states = [];
  const findings: Finding[] = [];
  for (const [index, edit] of edits.entries()) {
    try {
      const { state } = await planEdit(edit, { receipts, removes: false });
      states.push({ edit, state });
      if (edit.what === 'hooks') findings.push(...hooksThatDoNotRun(edit.file, texts[index] ?? '', facts));
    } catch (error) {
      if (!AgentCoordError.is(error)) throw error;
      findings.push(unreadable(edit, error));
    }
  }
  const present = states.filter(({ state }) => state !== 'absent');
  // AGENTS.md may be there for another program.
  const isSetUp =
    present.some(({ edit }) => basename(edit.file) !== 'AGENTS.md') ||
    (present.length > 0 && findings.length > 0);
  // Broken files of programs that have nothing to do with us are not our business.
  if (!isSetUp)
    return findings.some(({ check }) => check !== 'hooks' && check !== 'mcp') ? findings : undefined;
  for (const { edit, state } of states) {
    if (state === 'current') continue;
    findings.push({
      check: checkOf(edit),
      severity: 'warning',
      what: `${edit.file}: ${edit.what} ${state === 'absent' ? 'missing' : 'out of date'}.`,
      why:
        edit.what === 'hooks' ? 'Edits are not all locked.' : 'The agent cannot do all that it is told to.',
      fix: again,
      mend: async () => void (await applyEdit(edit, { receipts, removes: false })),
    });
  }
  return findings;
}

function checkOf({ what }: FileEdit): string {
  return what === 'hooks' ? 'hooks' : what === 'the MCP server' ? 'mcp' : 'instructions';
}

function unreadable(edit: FileEdit, error: AgentCoordError): Finding {
  return {
    check: checkOf(edit),
    severity: 'error',
    what: describeThrown(error),
    why: 'The program that reads it ignores it, or does not start.',
    fix: `correct ${edit.file}`,
  };
}

function hooksThatDoNotRun(file: string, text: string, { environment }: ProjectFacts): Finding[] {
  if (!/agentcoord["']? hook /.test(text)) return [];
  const disabled = nodeAt(text, ['disableAllHooks']);
  if (disabled !== undefined && plainValue(disabled) === true)
    return [
      {
        check: 'hooks',
        severity: 'error',
        what: `${file} sets disableAllHooks.`,
        why: 'No edit is locked.',
        fix: `remove disableAllHooks from ${file}`,
      },
    ];
  const [first] = agentcoordCommand(environment);
  if (first === 'agentcoord' || !/"agentcoord hook /.test(text)) return [];
  return [
    {
      check: 'hooks',
      severity: 'error',
      what: `${file} calls agentcoord, and there is none on the PATH.`,
      why: 'Every hook fails, and no edit is locked.',
      fix: 'npm install --global agentcoord',
    },
  ];
}
