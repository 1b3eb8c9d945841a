import {
  AgentCoordError,
  type CallOptions,
  canonicalJson,
  encodeJson,
  MAX_MESSAGE_BYTES,
} from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { maybeSent } from '../errors.js';
import { deliveriesOf } from '../inbox/deliveries.js';
import { BOARD_LOG } from '../places.js';
import type { Draft } from '../post/draft-post.js';
import type { PostBody, PostKind } from '../post/post.js';
import { readPost } from '../post/read-post.js';
import { catchUp } from '../projection/catch-up.js';
import { mentionsIn } from './mentions.js';
import { receiptOf, type SendReceipt } from './receipt.js';
import { resolveRecipients } from './resolve-recipients.js';

/** What is left is for what a post's record has besides. */
const MAX_POST_BYTES = MAX_MESSAGE_BYTES - 1024;
/** The writer of every such entry brings the records up to date, so that no reader finds a heap. */
const CATCH_UP_EVERY = 50;

export interface NewPost {
  kind: PostKind;
  /** Left out: it opens one. */
  thread?: string;
  draft: Draft;
  /** Who else gets it: those who talk in the thread. */
  also?: readonly string[];
}

/** One append: when it returns, the post is on the board and in every inbox it is addressed to. */
export async function appendPost(
  context: BoardContext,
  { kind, thread, draft, also = [] }: NewPost,
  options: CallOptions,
): Promise<SendReceipt> {
  const { storage, author, newId } = context;
  const { ownId, content } = draft;
  const id = ownId ?? newId(kind === 'thread' ? 'thread' : 'post');
  const asked = [...draft.asked, ...mentionsIn(`${content.title ?? ''}\n${content.message ?? ''}`)];
  const { to, undelivered } = await resolveRecipients(context, asked, also);
  const body: PostBody = {
    kind,
    thread: thread ?? id,
    ...content,
    ...(to.length === 0 ? {} : { to }),
    ...(undelivered.length === 0 ? {} : { undelivered }),
  };
  encodeJson(body, 'message', MAX_POST_BYTES);
  const { sequence, at, queued } = await storage.logs
    .append({ log: BOARD_LOG, id, author, body }, options)
    .catch((error: unknown) => {
      throw AgentCoordError.is(error, 'storage_unknown') ? maybeSent(id, error) : error;
    });
  // It waits on this host for an owner: nobody can read it yet, nor what was sent under that id before.
  const isWaiting = queued === true;
  const there =
    ownId === undefined || isWaiting
      ? { sequence, id, at, author, body }
      : await sameAs(context, { id, sequence, body }, options);
  const post = readPost(there);
  if (post === undefined) throw new AgentCoordError('internal', `${id} was stored and cannot be read back.`);
  if (isWaiting) return receiptOf(post, [], 'queued');
  if (sequence % CATCH_UP_EVERY === 0) await helpOut(context);
  const deliveries =
    ownId === undefined
      ? post.to.map((agent) => ({ agent, state: 'sent' as const }))
      : await deliveriesOf(context, post, options);
  return receiptOf(post, deliveries);
}

/** What is stored under an id of the caller's, if it is what was sent now. */
async function sameAs(
  { storage, author }: BoardContext,
  { id, sequence, body }: { id: string; sequence: number; body: PostBody },
  options: CallOptions,
) {
  const { entries } = await storage.logs.read({ log: BOARD_LOG, after: sequence - 1, limit: 1 }, options);
  const [entry] = entries;
  const isSame =
    entry?.id === id &&
    entry.author === author &&
    canonicalJson(withoutAnswers(entry.body as PostBody)) === canonicalJson(withoutAnswers(body));
  if (entry !== undefined && isSame) return entry;
  throw new AgentCoordError(
    'already_exists',
    `The board has another message with the id ${id}; this one was not sent. Send it with an id of its own.`,
    { data: { field: 'id', id, sequence } },
  );
}

/** Who is there may have changed between two sends of one message. */
function withoutAnswers({ to: _to, undelivered: _undelivered, ...content }: PostBody): object {
  return content;
}

/** A favour to readers: the message is sent, whatever becomes of it. */
async function helpOut(context: BoardContext): Promise<void> {
  await catchUp(context).catch(() => undefined);
}
