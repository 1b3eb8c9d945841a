import { homedir } from 'node:os';
import { checkOneOf } from '@agentcoord/core';
import { findRepository } from '@agentcoord/locks';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';
import { applyEdit, type PlannedEdit, planEdit } from '../setup/apply-edit.js';
import { editsFor, PROGRAMS, type Program, SCOPES } from '../setup/programs.js';
import { Receipts } from '../setup/receipts.js';

interface SetupOptions {
  check?: boolean;
  remove?: boolean;
  dryRun?: boolean;
  scope?: string;
  strict?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Set up a coding agent to work with AgentCoord: its hooks, the MCP server, and a few lines of instructions.\n' +
        'Nothing else in its files is touched, comments and spaces included; --remove gives back the very bytes of before.',
    )
    .argument('<program>', PROGRAMS.join(', '))
    .option('--scope <scope>', `whose settings: ${SCOPES.join(', ')} (default project)`)
    .option('--strict', 'also deny an edit that could not be locked because something is broken (claude)')
    .option('--check', 'only look; exit 1 where something is missing or out of date')
    .option('--dry-run', 'only show what would be written')
    .option('--remove', 'take out what setup put in')
    .action(handle(setup));
};

async function setup(call: CommandCall<SetupOptions>, name: string): Promise<CommandResult> {
  const program = checkOneOf(name, 'program', PROGRAMS);
  const { check, dryRun, remove = false, strict = false } = call.options;
  const scope = checkOneOf(call.options.scope ?? 'project', '--scope', SCOPES);
  const { environment } = call.io;
  const { root } = await findRepository(call.cwd);
  const home = environment.HOME || homedir();
  const edits = editsFor(program, { scope, root, home, environment, strict });
  const request = { receipts: new Receipts(environment), removes: remove };
  // All are planned before one is written: a file that cannot be changed leaves the others alone, too.
  const planned: PlannedEdit[] = [];
  for (const edit of edits) planned.push(await planEdit(edit, request));
  // The file that a folder was made for goes last.
  const order = remove ? [...edits].reverse() : edits;
  if (!check && !dryRun) for (const edit of order) await applyEdit(edit, request);
  const wanted = remove ? 'absent' : 'current';
  const isDone = planned.every(({ state }) => state === wanted);
  return {
    data: { program, scope, isSetUp: planned.every(({ state }) => state === 'current'), files: planned },
    text: [
      ...planned.flatMap((plan) => describe(plan, { removes: remove, isPlan: Boolean(check || dryRun) })),
      ...(dryRun ? planned.flatMap(difference) : []),
      ...(check || dryRun ? [] : after(program, remove)),
    ].join('\n'),
    exitCode: check && !isDone ? EXIT.failed : EXIT.ok,
  };
}

function describe(
  { file, what, state, change }: PlannedEdit,
  { removes, isPlan }: { removes: boolean; isPlan: boolean },
): string[] {
  if (change === undefined)
    return [plain`${removes ? 'nothing there' : 'as it should be'}  ${file} (${what})`];
  const found = state === 'outdated' && !removes ? 'out of date' : state === 'absent' ? 'missing' : 'there';
  const done = removes
    ? change.removesFile
      ? 'removed'
      : 'taken out of'
    : change.isNew
      ? 'made'
      : 'added to';
  return [plain`${isPlan ? found : done}  ${file} (${what})`];
}

function difference({ file, change }: PlannedEdit): string[] {
  if (change === undefined) return [];
  const { inserted, replaced } = change.region;
  const lines = (mark: string, text: string): string[] =>
    text.trim() === '' ? [] : text.split(/\r?\n/).map((line) => plain`${mark} ${line}`);
  return ['', plain`${file}:`, ...lines('-', replaced), ...lines('+', inserted)];
}

function after(program: Program, removes: boolean): string[] {
  if (removes) return [];
  const restart = `Start ${program} anew: it reads its settings when it starts.`;
  return [
    '',
    restart,
    `Look whether all is well with 'agentcoord doctor'; take it out with 'agentcoord setup ${program} --remove'.`,
  ];
}
