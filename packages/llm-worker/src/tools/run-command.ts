import { z } from 'zod';
import { describeCommandEnd } from '../command/describe-command-end.js';
import type { SandboxedResult } from '../sandbox/sandbox.js';
import { safeText } from '../text/safe-text.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';

const DEFAULT_SECONDS = 120;
const MAX_SECONDS = 1800;
const STREAM_BYTES = 24 * 1024;
const NOTE_LENGTH = 200;

export const runCommand = defineTool({
  name: 'run_command',
  description:
    'Runs a shell command in the workspace, in a sandbox: no network unless the operator allows it, no files outside the ' +
    'workspace but the system, .git and configuration read-only, /tmp empty and gone afterwards. For building, testing and ' +
    'looking; change files with the file tools, which hold their locks. Everything it starts ends with it. Answers with ' +
    'exit code and output.',
  schema: z.strictObject({
    command: z.string().trim().min(1).max(32_768).describe('A line for /bin/sh.'),
    cwd: pathArgument.default('.').describe('A folder of the workspace to run it in.'),
    timeout_seconds: z.int().min(1).max(MAX_SECONDS).default(DEFAULT_SECONDS),
  }),
  describe: ({ command }) => `run_command ${command.slice(0, NOTE_LENGTH)}`,
  async run(input, { commands, report }) {
    if (commands.sandboxName === 'none')
      await report('WITHOUT A SANDBOX: the next command can do all its user can');
    const timeoutMs = input.timeout_seconds * 1000;
    const result = await commands.run({ command: input.command, cwd: input.cwd, timeoutMs });
    const failed = result.ended !== 'exited' || result.exitCode !== 0;
    return {
      text: [
        describeCommandEnd(result, timeoutMs),
        ...stream('stdout', result.stdout.text),
        ...stream('stderr', result.stderr.text),
        ...setAside(result),
      ].join('\n'),
      ...(failed && { isError: true, errorCode: 'tool_failed' }),
    };
  },
});

function stream(name: string, text: string): string[] {
  if (text.trim() === '') return [];
  const shown = safeText(text, { maxLength: Number.MAX_SAFE_INTEGER });
  return [`${name}:`, shortenMiddle(shown, STREAM_BYTES)];
}

function setAside(result: SandboxedResult): string[] {
  return result.setAside.map(
    ({ path, renamedTo }) =>
      `Refused: ${path} is protected, and was made while the command ran. It is now ${renamedTo}: look at it, and remove it if it is yours.`,
  );
}
