import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FencedFiles, Listener, Storage } from '@agentcoord/core';

/** See actor.ts. A wall clock that is wrong is set before anything else is loaded. */
const wrongBy = Number(process.env.TEST_WALL_CLOCK_WRONG_BY_MS ?? 0);
if (wrongBy !== 0) {
  const right = Date.now;
  Date.now = () => right() + wrongBy;
}

const { AgentCoordError, crashPoint } = await import('@agentcoord/core');
const { openFencedFiles, openFileStorage } = await import('../../src/index.js');

const [folder = ''] = process.argv.slice(2);
let storage: Storage | undefined;
let files: FencedFiles | undefined;
let listener: Listener | undefined;

type Call = (...values: unknown[]) => unknown;

async function run(verb: string, values: unknown[]): Promise<unknown> {
  if (verb === 'fences.write' || verb === 'fences.remove') {
    files ??= await openFencedFiles({ folder });
    return callOn(files, verb.slice('fences.'.length), values);
  }
  if (verb === 'naive.write')
    return writeNaively(values[0] as { path: string; fence: number; content: string });
  storage ??= await openFileStorage({ folder });
  if (verb === 'listen') {
    listener = await storage.signals.listen({ channels: values as string[] });
    return undefined;
  }
  if (verb === 'heard') return listener?.next({ timeoutMs: Number(values[0]) });
  const [facet = '', name] = verb.split('.');
  if (name === undefined) return callOn(storage, facet, values);
  return callOn((storage as unknown as Record<string, object>)[facet] ?? {}, name, values);
}

/** What a fenced write must not be: nobody has a higher fence, so write. */
async function writeNaively({
  path,
  fence,
  content,
}: {
  path: string;
  fence: number;
  content: string;
}): Promise<void> {
  storage ??= await openFileStorage({ folder });
  const [highest] = await storage.records.get({ collection: 'fences', ids: ['path'] });
  if (Number(highest?.value.fence ?? 0) > fence) throw new Error('fenced');
  crashPoint('naive-compared');
  writeFileSync(path, content);
}

function callOn(target: object, name: string, values: unknown[]): unknown {
  const call = (target as Record<string, Call>)[name];
  if (!call) throw new Error(`there is no ${name}`);
  return Reflect.apply(call, target, values);
}

function answer(id: string, answered: object): void {
  process.stdout.write(`${JSON.stringify({ id, ...answered })}\n`);
}

const lines = createInterface({ input: process.stdin });
answer('ready', {});
for await (const line of lines) {
  const { id, verb, values } = JSON.parse(line) as { id: string; verb: string; values: unknown[] };
  try {
    answer(id, { reply: (await run(verb, values)) ?? null });
  } catch (error) {
    answer(id, {
      error: AgentCoordError.is(error)
        ? error.toJSON()
        : { code: 'unknown', message: String(error), data: {} },
    });
  }
}
await storage?.close();
await files?.close();
