import { Board, type InboxPage } from '@agentcoord/board';
import type { Look } from '@agentcoord/client';
import type { CommandCall } from '../command-context.js';
import type { HookAnswer } from './hook-answer.js';
import { quoted } from './quoted.js';

const MOST_MESSAGES = 10;
const MOST_CHARACTERS = 600;

/** Claude Code shows only the beginning of an answer that is longer than 10,000 characters. */
const MOST_OUTPUT = 9_500;

/** An answer with as many of the unread messages as fit into it; the others are unread still. */
export async function withUnread(
  look: Look,
  agent: string,
  answer: (page: InboxPage) => Promise<HookAnswer>,
): Promise<{ page: InboxPage; answer: HookAnswer }> {
  for (let limit = MOST_MESSAGES; ; limit = Math.floor(limit / 2)) {
    const whole = await boardOf(look, agent).inbox({ limit });
    // What awaits an acknowledgement was told before and stands first; what is new stands last, and counts as read after this.
    const messages = whole.messages.slice(-limit);
    const page = { ...whole, messages, more: whole.more || messages.length < whole.messages.length };
    const built = await answer(page);
    if (limit === 1 || JSON.stringify(built).length <= MOST_OUTPUT) return { page, answer: built };
  }
}

/** One line a message: who, where, and the text between quotes. */
export function messageLines({ messages, more }: InboxPage): string[] {
  const lines = messages.map((post) => {
    const { author, thread, title, message: text = '', priority = 'normal', acknowledge, id } = post;
    const asks = acknowledge ? ` It asks you to acknowledge it: agentcoord inbox --acknowledge ${id}.` : '';
    const about = title === undefined ? '' : ` about ${quoted(title, 150)}`;
    return `- from ${quoted(author, 100)}${about} (priority ${priority}, thread ${thread}): ${quoted(text, MOST_CHARACTERS)}.${asks}`;
  });
  return more ? [...lines, '- and more: agentcoord inbox'] : lines;
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
