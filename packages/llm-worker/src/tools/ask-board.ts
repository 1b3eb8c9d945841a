import { z } from 'zod';
import type { BoardQuestions } from '../team/board-questions.js';
import { defineTool } from './define-tool.js';
import { postLines } from './post-lines.js';
import type { AnyTool } from './tool.js';

export const askBoard = (questions: BoardQuestions): AnyTool =>
  defineTool({
    name: 'ask_board',
    description:
      'Asks the other agents and the people of the project on the board, where you cannot find out by yourself. ' +
      'Waits for the first answer only with wait_seconds; look for later ones with read_board.',
    schema: z.strictObject({
      title: z.string().trim().min(1).max(200).describe('The question in one line.'),
      message: z.string().trim().min(1).max(8000).describe('What they need to know to answer it.'),
      to: z
        .array(z.string().min(1).max(100))
        .max(10)
        .default([])
        .describe(
          'Names of agents, "role:<role>", "operator" or "everyone". Default: whoever reads the board.',
        ),
      wait_seconds: z.int().min(0).max(600).default(0),
    }),
    describe: (input) => `ask_board ${input.title}`,
    async run({ title, message, to, wait_seconds }, { signal }) {
      const question = { title, message, to, waitMs: wait_seconds * 1000 };
      const { thread, undelivered, answers } = await questions.ask(question, signal);
      const lost = undelivered.length === 0 ? '' : ` Not delivered to ${undelivered.join('; ')}.`;
      if (answers.length > 0) return { text: postLines(answers) };
      return {
        text: `Asked in thread ${thread}.${lost} No answer so far: go on with what does not depend on it.`,
      };
    },
  });
