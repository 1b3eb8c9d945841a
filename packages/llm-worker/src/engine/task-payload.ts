import { AgentCoordError, durationMs, type JsonObject } from '@agentcoord/core';
import { z } from 'zod';
import { ENGINE_NAMES } from './engine.js';

const command = z.string().trim().min(1).max(32_768);
const duration = z.union([z.number(), z.string()]).transform((value, context) => {
  try {
    return durationMs(value, 'timeout');
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});
const timeout = duration.refine((ms) => ms > 0, 'must be longer than 0');
const folder = z.string().min(1).max(4096);
const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of an environment variable'),
  z.string().max(32_768),
);

const verifyObject = z.strictObject({
  command,
  cwd: folder.optional(),
  timeout: timeout.optional(),
  env: environment.optional(),
  rounds: z.int().min(0).max(20).optional(),
  /** A model proposed the command: it runs in the sandbox of the model's own commands, or not at all. */
  sandboxed: z.boolean().optional(),
});

export type VerifySpec = z.output<typeof verifyObject>;
const verifyText = command.transform((text): VerifySpec => ({ command: text }));

/** What the engines read of a task's payload. Every other key is left for the model to see. */
const payloadSchema = z.looseObject({
  engine: z.enum(ENGINE_NAMES).optional(),
  command: command.optional(),
  cwd: folder.optional(),
  timeout: timeout.optional(),
  env: environment.optional(),
  verify: z.union([verifyText, verifyObject]).optional(),
  replay: z.string().min(1).max(200).optional(),
  files: z.array(folder).max(64).optional(),
  /** `review`: the model only reads, and hands in findings; nothing is written, run or committed. */
  job: z.enum(['review']).optional(),
});

export type TaskPayload = z.output<typeof payloadSchema>;

const OWN_KEYS = new Set(Object.keys(payloadSchema.shape));

/** @throws `invalid_argument` that names every field that is wrong. */
export function parsePayload(payload: JsonObject | undefined): TaskPayload {
  const parsed = payloadSchema.safeParse(payload ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const field = ['payload', ...issue.path.map(String)].join('.');
    return { field, problem: issue.message };
  });
  throw new AgentCoordError(
    'invalid_argument',
    `The task's payload cannot be used: ${problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ')}.`,
    { data: { field: problems[0]?.field ?? 'payload', problems } },
  );
}

/** The part of the payload that means something to a model only. */
export function payloadForModel(payload: JsonObject | undefined): JsonObject {
  return Object.fromEntries(Object.entries(payload ?? {}).filter(([key]) => !OWN_KEYS.has(key)));
}
