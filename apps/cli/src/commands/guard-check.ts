import { checkOneOf, describeThrown, formatDuration, redact } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { auditBypass } from '../guard/audit-bypass.js';
import { heldByOthers } from '../guard/foreign-locks.js';
import { gitOutput } from '../guard/git-output.js';
import { guardedFiles } from '../guard/guarded-files.js';
import { GUARDED_HOOKS, type GuardedHook } from '../guard/hook-place.js';
import { readAll } from '../input/read-all.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

const MOST_SHOWN = 10;

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'What the hooks of git call: exits 3 where a file to be committed or pushed is locked by another agent.\n' +
        'AGENTCOORD_GUARD=off lets it pass, which is written to the audit log.',
    )
    .argument('<hook>', GUARDED_HOOKS.join(', '))
    .action(handle(check));
};

async function check(call: CommandCall, name: string): Promise<CommandResult> {
  const hook = checkOneOf(name, 'hook', GUARDED_HOOKS);
  try {
    return await lookAt(hook, call);
  } catch (error) {
    const why = redact(describeThrown(error));
    const isStrict = await call.configure().then(
      ({ hooks }) => hooks.strict === true,
      () => false,
    );
    if (isStrict && call.io.environment.AGENTCOORD_GUARD !== 'off') return refusedBy(call, hook, why);
    call.note(
      `agentcoord guard: ${why} Nobody looked whether another agent holds these files; 'strict' is off, so this goes on.`,
    );
    return { data: { hook, held: [] }, text: '' };
  }
}

async function lookAt(hook: GuardedHook, call: CommandCall): Promise<CommandResult> {
  const { io, cwd, signal, actor } = call;
  const place = { cwd, environment: io.environment, signal };
  const refs = hook === 'pre-push' ? await readAll(io.stdin) : '';
  const files = await guardedFiles(hook, refs, place);
  if (files.length === 0) return { data: { hook, held: [] }, text: '' };
  const root = (await gitOutput(['rev-parse', '--show-toplevel'], place)).replace(/\n$/, '');
  const look = await call.look();
  const held = await heldByOthers(look, files, { root, actor });
  if (held.length > 0 && io.environment.AGENTCOORD_GUARD === 'off') await auditBypass(call, hook, held);
  const isRefused = held.length > 0 && io.environment.AGENTCOORD_GUARD !== 'off';
  const now = await look.storage.now();
  if (isRefused) {
    const lines = held.slice(0, MOST_SHOWN).map(({ name, lock }) => {
      const why = lock.intent === undefined ? '' : ` (“${lock.intent}”)`;
      return plain`  ${name}: ${lock.agent ?? lock.holder}${why}, another ${formatDuration(Math.max(0, lock.expiresAt - now))}`;
    });
    const more = held.length > MOST_SHOWN ? [`  and ${held.length - MOST_SHOWN} more`] : [];
    const verb = hook === 'pre-commit' ? 'commit' : 'push';
    call.log(
      [
        `agentcoord: this ${verb} has files that other agents hold:`,
        ...lines,
        ...more,
        `Wait until they are released (agentcoord locks), leave them out, or do it all the same, on the record: AGENTCOORD_GUARD=off git ${verb} …`,
      ].join('\n'),
    );
  }
  const shown = held.map(({ name, lock }) => ({
    file: name,
    holder: lock.holder,
    agent: lock.agent,
    intent: lock.intent,
  }));
  return { data: { hook, held: shown }, text: '', exitCode: isRefused ? EXIT.conflict : EXIT.ok };
}

function refusedBy(call: CommandCall, hook: GuardedHook, why: string): CommandResult {
  call.note(`agentcoord guard: ${why} Refused, because 'strict' is on. AGENTCOORD_GUARD=off lets it pass.`);
  return { data: { hook, held: [] }, text: '', exitCode: EXIT.conflict };
}
