import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that measures: warm, with connections of its own, and asked one question at a time. */
export interface AskedProcess<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  end(): Promise<void>;
}

/** The child runs the packages as they are built and published, not their sources. */
export async function startProcess<Question, Answer>(
  script: string,
  ...args: string[]
): Promise<AskedProcess<Question, Answer>> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ${args.join(' ')} ended early.`);
    return String(value);
  };
  await nextLine();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await nextLine()) as Answer;
    },
    async end() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'close');
    },
  };
}
