import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { AgentCoordError } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Add tasks from a JSON Lines file, one object a line, at most 10,000: all of them, or none.\n' +
        'Fields: title, description, payload, priority, tags, requires, dependsOn, parent, delay,\n' +
        'maxAttempts, lease, dedupeKey, id, key. A key names a task for dependsOn and parent of other lines.',
    )
    .argument('<file>', 'the file, or - for stdin')
    .action(handle(importTasks));
};

async function importTasks(call: CommandCall, file: string): Promise<CommandResult> {
  const source = await openSource(call, file);
  const { storage } = await call.connect();
  call.progress(`importing ${file}`);
  // The queue's worker is who created the tasks.
  const added = await new TaskQueue({ storage, worker: call.actor }).importLines(source);
  const duplicates = added.filter(({ status }) => status === 'duplicate').length;
  return {
    data: { added: added.length - duplicates, duplicates, tasks: added },
    text: `Imported ${added.length - duplicates} tasks${duplicates === 0 ? '' : `; ${duplicates} were there already`}.`,
  };
}

async function openSource({ io, cwd }: CommandCall, file: string): Promise<Readable> {
  if (file === '-') return io.stdin;
  const path = resolve(cwd, file);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() || found?.isFIFO()) return createReadStream(path);
  const why = found ? 'is not a file' : 'does not exist';
  throw new AgentCoordError(
    found ? 'invalid_argument' : 'not_found',
    `${path} ${why}. Write the path of a JSON Lines file, or - for stdin.`,
    {
      data: { file: path },
    },
  );
}
