import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();
const environment = { AGENTCOORD_BUBBLEWRAP: '/nowhere/bwrap' };

/** A model that runs one command, whatever becomes of it, and is done. */
async function work(...flags: string[]) {
  const turn = (name: string, input: Record<string, string>) => ({
    content: [{ type: 'tool_use', name, input }],
  });
  const turns = [turn('run_command', { command: 'echo x > made' }), turn('finish', { summary: 'done' })];
  const book = { format: 'agentcoord-replay/1', transcripts: { one: { turns } } };
  const transcripts = join(cli.folder, 'transcripts.json');
  await writeFile(transcripts, JSON.stringify(book));
  await cli.run(['tasks', 'add', 'Build', '--payload', '{"engine":"llm","replay":"one"}']);
  return cli.run(['worker', '--llm', '--transcripts', transcripts, '--until-idle', ...flags], {
    environment,
  });
}

const made = () => readFile(join(cli.folder, 'made'), 'utf8');

describe('a command of a model, where there is no bubblewrap', () => {
  test('is refused', async () => {
    const end = await work();
    expect(end.code).toBe(0);
    await expect(made()).rejects.toThrow('ENOENT');
  });

  test('runs with --unsafe-no-sandbox, and the log says so', async () => {
    const end = await work('--unsafe-no-sandbox');
    expect(await made()).toBe('x\n');
    expect(end.stderr).toContain('WITHOUT A SANDBOX');
  });
});
