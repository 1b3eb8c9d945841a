import type { Post } from '@agentcoord/board';
import { printable } from '@agentcoord/core';
import { shortenMiddle } from '../text/shorten-middle.js';

const MAX_POST_BYTES = 8 * 1024;

/** What others wrote, each line of it marked as theirs, so that no text of a post can pass for something else. */
export function postLines(posts: readonly Post[]): string {
  return posts.map(postText).join('\n');
}

function postText({ author, thread, kind, title, message, at }: Post): string {
  const head = `[thread ${thread}, ${kind} by ${author}, ${new Date(at).toISOString()}]`;
  const text = [title, message].filter((part) => part !== undefined).join('\n');
  const quoted = shortenMiddle(printable(text), MAX_POST_BYTES)
    .split('\n')
    .map((line) => `> ${line}`);
  return [head, ...quoted].join('\n');
}
