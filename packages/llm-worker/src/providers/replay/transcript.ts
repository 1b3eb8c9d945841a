import { AgentCoordError, durationMs } from '@agentcoord/core';
import { z } from 'zod';
import { STOP_REASONS } from '../../model/model-provider.js';

const texts = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => [value].flat());

/** One result of the turn before, or a text of the user. All that is given must be true of the same result. */
const expectation = z.strictObject({
  tool: z.string().min(1).optional(),
  isError: z.boolean().optional(),
  contains: texts.optional(),
  lacks: texts.optional(),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('tool_use'),
    name: z.string().min(1),
    input: z.record(z.string(), z.unknown()),
  }),
]);

const onLockHeld = z.strictObject({
  wait: z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      try {
        return durationMs(value, 'wait');
      } catch {
        context.addIssue({ code: 'custom', message: "must be milliseconds or a text such as '250ms'" });
        return z.NEVER;
      }
    })
    .default(250),
  times: z.int().min(0).max(1000).default(20),
});

const turn = z.strictObject({
  /** For people. */
  note: z.string().optional(),
  /** The turn is left out unless this is true of the results so far. */
  when: expectation.optional(),
  /** What must be true of the results so far, else the replay fails. */
  expect: z.union([expectation.transform((value) => [value]), z.array(expectation).min(1)]).default([]),
  content: z.array(block).min(1),
  /** Left out: `tool_use` where there is a tool call, else `end_turn`. */
  stopReason: z.enum(STOP_REASONS).optional(),
  /** Calls that met a held lock are made again after `wait`, at most `times` times; 0 leaves it to the next turn. */
  onLockHeld: onLockHeld.default({ wait: 250, times: 20 }),
});

const transcript = z.strictObject({ note: z.string().optional(), turns: z.array(turn).min(1).max(1000) });

export const REPLAY_FORMAT = 'agentcoord-replay/1';

const book = z.strictObject({
  format: z.literal(REPLAY_FORMAT),
  transcripts: z.record(z.string().min(1).max(200), transcript),
});

export type Expectation = z.output<typeof expectation>;
export type ReplayTurn = z.output<typeof turn>;
export type Transcript = z.output<typeof transcript>;
/** As it is written in a file. */
export type ReplayBook = z.input<typeof book>;

/** @throws `invalid_argument` that names the place of every mistake. */
export function parseReplayBook(value: unknown, origin: string): Map<string, Transcript> {
  const parsed = book.safeParse(value);
  if (parsed.success) return new Map(Object.entries(parsed.data.transcripts));
  const problems = parsed.error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`);
  throw new AgentCoordError(
    'invalid_argument',
    `${origin} is no usable replay file. ${problems.join('; ')}.`,
    {
      data: { field: origin, problems },
    },
  );
}
