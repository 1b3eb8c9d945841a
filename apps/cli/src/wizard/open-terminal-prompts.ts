import type { CommandCall } from '../command-context.js';
import { speaksUtf8 } from '../terminal.js';
import { openPrompts, type Prompts } from './prompts.js';
import { asWriteStream, TerminalOutput } from './terminal-output.js';

/** Questions in the terminal of this command. */
export async function openTerminalPrompts({ io, signal }: CommandCall): Promise<Prompts & Disposable> {
  const { environment, stdin, stdout } = io;
  const output = new TerminalOutput(asWriteStream(stdout), {
    colours: !environment.NO_COLOR,
    unicode: speaksUtf8(environment),
  });
  const prompts = await openPrompts({ input: stdin, output, signal });
  return {
    ...prompts,
    [Symbol.dispose]: () => {
      prompts[Symbol.dispose]();
      output.destroy();
      // The prompts leave it flowing: a process that has nothing more to do would wait for the next key.
      stdin.pause();
    },
  };
}
