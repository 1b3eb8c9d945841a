import { AgentCoordError } from '@agentcoord/core';
import { z } from 'zod';
import { textContent } from '../workspace/text-content.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';
import { contentArgument, waitArgument, waitMs } from './write-arguments.js';

export const editFile = defineTool({
  name: 'edit_file',
  description:
    'Replaces one piece of text in a file by another. old_text must be in the file exactly once, with its ' +
    'indentation and without the line numbers of read_file; take in neighbouring lines to make it unique. ' +
    'Takes the lock of the file and keeps it until the task ends.',
  schema: z.strictObject({
    path: pathArgument,
    old_text: contentArgument.min(1).describe('What is there now.'),
    new_text: contentArgument.describe('What is to be there instead; empty to remove old_text.'),
    wait_seconds: waitArgument,
  }),
  describe: (input) => `edit_file ${input.path}`,
  async run(input, context) {
    const wait = waitMs(input.wait_seconds, context.lockWaitMs);
    let line = 0;
    const written = await context.edits.change(input.path, wait, (current) => {
      if (current === undefined) throw nothingToEdit(input.path);
      const replaced = replaceOnce(input, textContent(input.path, current));
      line = replaced.line;
      return replaced.text;
    });
    return { text: `Edited ${written.relative} at line ${line}.` };
  },
});

interface Replacement {
  path: string;
  old_text: string;
  new_text: string;
}

/** Exactly one place, or none: a guess would put the change where nobody wanted it. */
function replaceOnce(input: Replacement, text: string): { text: string; line: number } {
  const [old, fresh] = inLineEndsOf(text, input);
  if (old === fresh) throw refusedEdit(input.path, 'old_text and new_text are the same');
  const at = text.indexOf(old);
  if (at < 0) throw refusedEdit(input.path, 'old_text is not in it; read the file again and copy it exactly');
  const times = countOf(text, old);
  if (times > 1)
    throw refusedEdit(
      input.path,
      `old_text is in it ${times} times; take in neighbouring lines to make it unique`,
    );
  return {
    text: text.slice(0, at) + fresh + text.slice(at + old.length),
    line: text.slice(0, at).split('\n').length,
  };
}

/** read_file shows lines without their ends, so a model cannot know that a file has CRLF. */
function inLineEndsOf(text: string, input: Replacement): [string, string] {
  const onlyCrlf = text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
  if (!onlyCrlf) return [input.old_text, input.new_text];
  const adapt = (part: string): string => part.replace(/\r?\n/g, '\r\n');
  return [adapt(input.old_text), adapt(input.new_text)];
}

/** Overlapping places count: "aa" is in "aaa" twice. */
function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

function refusedEdit(path: string, problem: string): AgentCoordError {
  return new AgentCoordError('conflict', `"${path}" was not edited: ${problem}.`, {
    data: { path, problem },
  });
}

function nothingToEdit(path: string): AgentCoordError {
  return new AgentCoordError('not_found', `There is no "${path}" to edit. Create it with write_file.`, {
    data: { path },
  });
}
