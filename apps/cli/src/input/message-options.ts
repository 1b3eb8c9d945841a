import type { MessageInput } from '@agentcoord/board';
import { MAX_MESSAGE_BYTES } from '@agentcoord/core';
import type { Command } from 'commander';
import type { CommandCall } from '../command-context.js';
import { collect } from './parse.js';

export interface MessageOptions {
  to?: string[];
  task?: string[];
  file?: string[];
  acknowledge?: boolean;
  expires?: string;
  id?: string;
}

const one = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

export function addMessageOptions(command: Command): Command {
  return command
    .option('--to <recipient>', "an agent, 'role:<role>' or 'everyone' (repeatable)", one)
    .option('--task <id>', 'a task it is about (repeatable)', collect)
    .option('--file <path>', 'a file it is about (repeatable)', one)
    .option('--acknowledge', 'its recipients must acknowledge it')
    .option('--expires <duration>', "of no use after this much time, such as '10m'")
    .option('--id <id>', 'your own id: sending it twice is one message');
}

/** Everything but the form is checked by the board, which names the field. `-` is what comes by stdin. */
export async function messageOf(call: CommandCall<MessageOptions>, text: string): Promise<MessageInput> {
  const { to, task, file, acknowledge, expires, id } = call.options;
  const links = { ...(task ? { tasks: task } : {}), ...(file ? { files: file } : {}) };
  return {
    message: text === '-' ? await standardInput(call) : text,
    ...(to ? { to } : {}),
    ...(task || file ? { links } : {}),
    ...(acknowledge ? { acknowledge } : {}),
    ...(expires === undefined ? {} : { expires }),
    ...(id === undefined ? {} : { id }),
  };
}

async function standardInput({ io }: CommandCall): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of io.stdin) {
    const buffer = Buffer.from(part);
    parts.push(buffer);
    bytes += buffer.length;
    // Too large whatever follows: no more is read than what shows that.
    if (bytes > 4 * MAX_MESSAGE_BYTES) break;
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
