import { AgentCoordError } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { EXIT } from '../output/exit-codes.js';
import { prepareProject } from './demo-project.js';
import { runDemo } from './run-demo.js';
import { renderSummary } from './summary.js';

export interface DemoOptions {
  workers?: string;
  live?: boolean;
  keep?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .option('--workers <n>', 'how many worker processes (default 3)')
    .option('--live', 'ask the real model, which costs money (needs ANTHROPIC_API_KEY)')
    .option('--keep', 'keep the project afterwards, with its store and logs')
    .description(
      'Copies a small project with failing tests into a temporary git repository, files its work as tasks, and ' +
        'lets worker processes do it. Without --live the answers of the model are recorded ones, replayed.',
    )
    .action(handle(demo));
};

async function demo(call: CommandCall<DemoOptions>): Promise<CommandResult> {
  const count = wholeNumber(call.options.workers ?? '3', '--workers', 1, 16);
  if (call.options.live && !call.io.environment.ANTHROPIC_API_KEY) throw noKey();
  const project = await prepareProject(call.signal);
  try {
    const summary = await runDemo(call, project, { count, live: call.options.live === true });
    return {
      data: call.options.keep ? { ...summary, folder: project.folder } : summary,
      text: async () => {
        const text = await renderSummary(summary, call.paint);
        return call.options.keep ? `${text}\n\nThe project is in ${project.folder}` : text;
      },
      exitCode: summary.ok ? EXIT.ok : EXIT.failed,
    };
  } finally {
    if (!call.options.keep) await project.remove();
  }
}

function noKey(): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    'The live demo asks the Anthropic API and there is no ANTHROPIC_API_KEY. Set it, or leave --live out to see it on recorded answers.',
    { data: { variable: 'ANTHROPIC_API_KEY' } },
  );
}
