import { z } from 'zod';
import type { BoardQuestions } from '../team/board-questions.js';
import { defineTool } from './define-tool.js';
import { postLines } from './post-lines.js';
import type { AnyTool } from './tool.js';

export const readBoard = (questions: BoardQuestions): AnyTool =>
  defineTool({
    name: 'read_board',
    description:
      'Reads the board: one thread with its replies, or the posts that have all of some words, or (with neither) ' +
      'the newest open threads.',
    schema: z.strictObject({
      thread: z.string().min(1).max(200).optional(),
      words: z.string().min(1).max(200).optional(),
    }),
    describe: (input) => `read_board ${input.thread ?? input.words ?? ''}`.trim(),
    async run(input, { signal }) {
      const posts = await questions.read(input, signal);
      return { text: posts.length === 0 ? 'Nothing found.' : postLines(posts) };
    },
  });
