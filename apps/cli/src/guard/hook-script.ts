import type { FileEdit } from '../setup/file-edit.js';
import type { Marks } from '../setup/marked-block.js';
import type { GuardedHook } from './hook-place.js';

const MARKS: Marks = {
  begin: '# agentcoord:begin (agentcoord guard install writes this block, and guard remove takes it out)',
  end: '# agentcoord:end',
};
const SHELL = /^#!.*\b(ba|da|z|k|a)?sh\b/;
const NEW_FILE = '#!/bin/sh\n';

/**
 * The guard as the first thing that a hook does: what stands at the end of a script is not reached where it ends by `exec` or `exit`.
 * @param words how this program is called.
 */
export function hookScript(file: string, hook: GuardedHook, words: readonly string[]): FileEdit {
  const block = [MARKS.begin, ...BLOCKS[hook](words.join(' '), words[0] ?? ''), MARKS.end, ''].join('\n');
  const remove = (text: string): string => {
    const start = text.indexOf(MARKS.begin);
    const end = text.indexOf(`${MARKS.end}\n`, Math.max(start, 0));
    if (start === -1 && end === -1) return text;
    if (start === -1 || end === -1)
      throw new Error(`only one of the lines ${MARKS.begin} and ${MARKS.end} is in it`);
    return text.slice(0, start) + text.slice(end + MARKS.end.length + 1);
  };
  return {
    file,
    what: `the ${hook} hook of git`,
    mode: 0o755,
    add(text) {
      const bare = remove(text) || NEW_FILE;
      if (bare.startsWith('#!') && !SHELL.test(bare))
        throw new Error(
          `it is a hook in another language. Call '${words.join(' ')} guard check ${hook}' from it, and refuse where that ends with 3`,
        );
      const first = bare.startsWith('#!') ? bare.indexOf('\n') + 1 || bare.length : 0;
      const line = bare.slice(0, first);
      return (line === '' || line.endsWith('\n') ? line : `${line}\n`) + block + bare.slice(first);
    },
    remove,
    isEmpty: (text) => text.trim() === '' || text === NEW_FILE,
  };
}

const BLOCKS: Readonly<Record<GuardedHook, (command: string, program: string) => string[]>> = {
  // Only the one answer that says so refuses: a program that cannot start keeps nobody from their work. Also with `sh -e`.
  'pre-commit': (command, program) =>
    whereFound(program, [
      `  ${command} guard check pre-commit && agentcoord_end=0 || agentcoord_end=$?`,
      '  if [ "$agentcoord_end" -eq 3 ]; then exit 1; fi',
    ]),
  // What git says on stdin is read by the guard, and then again by whatever comes after it.
  'pre-push': (command, program) =>
    whereFound(program, [
      '  agentcoord_refs=$(cat)',
      `  printf '%s\\n' "$agentcoord_refs" | ${command} guard check pre-push && agentcoord_end=0 || agentcoord_end=$?`,
      '  if [ "$agentcoord_end" -eq 3 ]; then exit 1; fi',
      '  exec <<AGENTCOORD_REFS',
      '$agentcoord_refs',
      'AGENTCOORD_REFS',
    ]),
};

function whereFound(program: string, lines: string[]): string[] {
  return [
    `if command -v ${program} >/dev/null 2>&1; then`,
    ...lines,
    'else',
    `  echo 'agentcoord: ${program} was not found, so nobody looked whether another agent holds these files' >&2`,
    'fi',
  ];
}
