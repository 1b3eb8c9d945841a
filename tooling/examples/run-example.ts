import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** `npm start` in the folder of an example, with no Redis but one that is given; resolves when it has ended. */
export async function runExample(
  folder: string,
  given: { REDIS_URL?: string } = {},
): Promise<{ code: number | null; printed: string }> {
  const { REDIS_URL: _redis, ...environment } = process.env;
  const child = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { ...environment, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const [code] = await once(child, 'close');
  return { code, printed: printed.join('') };
}
