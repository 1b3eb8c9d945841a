import { checkOneOf, DEFAULT_QUEUE, MAX_PAGE, TASK_STATES } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand, QuickCommand } from '../command-context.js';
import { bothSpellings, collect, wholeNumber } from '../input/parse.js';
import { plain } from '../output/plain.js';
import { renderTasks } from '../output/tasks-table.js';

interface ListOptions {
  state?: string[];
  tag?: string[];
  tags?: string[];
  worker?: string;
  limit?: string;
  cursor?: string;
}

const DEFAULT_LIMIT = 100;

export const define: DefineCommand = (command, handle) => {
  command
    .option('--state <state>', `only these states (repeatable): ${TASK_STATES.join(', ')}`, collect)
    .option('--tag <tag>', 'only tasks with one of these tags (repeatable)', collect)
    .addOption(command.createOption('--tags <tags>').argParser(collect).hideHelp())
    .option('--worker <identity>', 'only tasks claimed by this worker')
    .option('--limit <n>', `at most this many (default ${DEFAULT_LIMIT}, up to ${MAX_PAGE})`)
    .option('--cursor <cursor>', 'go on where the list before ended')
    .action(handle(listTasks));
};

export const quick: QuickCommand = (run) => run<ListOptions>({}, listTasks);

async function listTasks(call: CommandCall<ListOptions>): Promise<CommandResult> {
  const { state, worker, limit, cursor } = call.options;
  const tags = bothSpellings(call.options);
  const states = state?.map((item) => checkOneOf(item, '--state', TASK_STATES));
  const asked = limit === undefined ? DEFAULT_LIMIT : wholeNumber(limit, '--limit', 1, MAX_PAGE);
  const { storage } = await call.look();
  const page = await storage.queues.list({
    queue: DEFAULT_QUEUE,
    ...(states ? { states } : {}),
    ...(tags ? { tags } : {}),
    ...(worker ? { worker } : {}),
    ...(cursor ? { cursor } : {}),
    limit: asked,
  });
  return {
    data: page,
    text: async () => {
      if (page.tasks.length === 0) return 'No tasks.';
      const more = page.cursor ? [plain`(there are more: --cursor ${page.cursor})`] : [];
      return [await renderTasks(page.tasks, call.paint), ...more].join('\n');
    },
  };
}
