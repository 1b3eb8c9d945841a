import { Board, type InboxPage } from '@agentcoord/board';
import type { Look } from '@agentcoord/client';
import type { CommandCall } from '../command-context.js';
import type { HookAnswer } from './hook-answer.js';
import { quoted } from './quoted.js';

const MOST_MESSAGES = 10;
const MOST_CHARACTERS = 600;

export function unread(look: Look, agent: string): Promise<InboxPage> {
  return boardOf(look, agent).inbox({ limit: MOST_MESSAGES });
}

/** One line a message: who, where, and the text between quotes. */
export function messageLines({ messages, more }: InboxPage): string[] {
  const lines = messages.slice(0, MOST_MESSAGES).map((post) => {
    const { author, thread, title, message: text = '', priority = 'normal', acknowledge, id } = post;
    const asks = acknowledge ? ` It asks you to acknowledge it: agentcoord inbox --acknowledge ${id}.` : '';
    const about = title === undefined ? '' : ` about ${quoted(title, 150)}`;
    return `- from ${quoted(author, 100)}${about} (priority ${priority}, thread ${thread}): ${quoted(text, MOST_CHARACTERS)}.${asks}`;
  });
  return more || messages.length > MOST_MESSAGES ? [...lines, '- and more: agentcoord inbox'] : lines;
}

/** Prints the answer and then counts what is in it as read: killed in between, it is told twice and never lost. */
export async function handOver(
  call: CommandCall,
  look: Look,
  { agent, page, answer }: { agent: string; page: InboxPage; answer: HookAnswer },
): Promise<void> {
  call.emit({ data: answer, text: JSON.stringify(answer) });
  if (page.messages.length > 0) await boardOf(look, agent).markRead({ upTo: page.through });
}

function boardOf(look: Look, author: string): Board {
  return new Board({ storage: look.storage, author, resolve: () => look.agents() });
}
