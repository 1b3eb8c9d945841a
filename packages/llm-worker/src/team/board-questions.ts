import type { Post } from '@agentcoord/board';
import type { Team } from '../ports/team.js';
import { type TeamParts, withinLimit } from './team-parts.js';

export interface Question {
  title: string;
  message: string;
  to: readonly string[];
  waitMs: number;
}

export interface AskedQuestion {
  thread: string;
  /** Who will not get it, and why. */
  undelivered: string[];
  answers: Post[];
}

const MAX_QUESTIONS = 20;
const MAX_SHOWN = 50;

/** Questions of one task on the board, as the worker who has it. */
export class BoardQuestions {
  private asked = 0;

  constructor(
    private readonly board: NonNullable<Team['board']>,
    private readonly parts: TeamParts,
  ) {}

  /** Answers are those that come within `waitMs`; later ones are found with `read`. */
  async ask(question: Question, signal: AbortSignal): Promise<AskedQuestion> {
    withinLimit(
      'questions on the board',
      this.asked,
      MAX_QUESTIONS,
      'Decide by yourself, and say so in the summary.',
    );
    this.asked += 1;
    const { task, out, onWait } = this.parts;
    const receipt = await this.board.post(
      {
        title: out.line(question.title, 200) || 'A question',
        message: out.text(question.message, 8_000) || out.line(question.title, 200),
        tags: ['question'],
        links: { tasks: [task.id] },
        ...(question.to.length === 0 ? {} : { to: question.to.map((name) => out.line(name, 100)) }),
      },
      { signal },
    );
    const { thread, sequence } = receipt;
    const undelivered = receipt.undelivered.map(({ recipient, reason }) => `${recipient}: ${reason}`);
    const resume = onWait('an answer on the board');
    try {
      const answer =
        question.waitMs === 0
          ? undefined
          : await this.firstAnswer({ thread, after: sequence }, question.waitMs, signal);
      return { thread, undelivered, answers: answer ? [answer] : [] };
    } finally {
      resume();
    }
  }

  /** A thread, what has all these words, or what is open: oldest first. */
  async read(wanted: { thread?: string; words?: string }, signal: AbortSignal): Promise<Post[]> {
    if (wanted.thread !== undefined) {
      const page = { order: 'descending', limit: MAX_SHOWN } as const;
      return (await this.board.show(wanted.thread, page, { signal })).posts.reverse();
    }
    if (wanted.words !== undefined)
      return (await this.board.search(wanted.words, { limit: MAX_SHOWN }, { signal })).posts;
    const { threads } = await this.board.list({ state: 'open', limit: 20 }, { signal });
    const opened = await Promise.all(
      threads.map(async ({ id }) => (await this.board.show(id, { limit: 1 }, { signal })).posts),
    );
    return opened.flat().reverse();
  }

  private async firstAnswer(
    { thread, after }: { thread: string; after: number },
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Post | undefined> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    for await (const post of this.board.watch({ thread, after, signal: until }))
      if (post.message !== undefined) return post;
    signal.throwIfAborted();
    return undefined;
  }
}
