import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { agentMissing, findAgent } from '@agentcoord/tooling/agent-programs';
import { expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();
const missing = agentMissing('mcp-inspector');
const unless = missing ? ` (skipped: ${missing})` : '';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'My Editor', version: '1' },
  },
};

function call(id: number, name: string, input: object = {}): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: input } };
}

function lines(...messages: object[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
}

test('mcp speaks the protocol on stdout and nothing else, as the agent that is named', async () => {
  const { code, stdout } = await cli.run(['mcp', '--agent', 'Ada'], {
    stdin: lines(INITIALIZE, call(2, 'get_status')),
  });
  const [first, second, ...more] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ id: 1, result: { serverInfo: { name: 'agentcoord' } } });
  expect(second).toMatchObject({ id: 2, result: { structuredContent: { you: { name: 'Ada' } } } });
  expect(more).toEqual([]);
  expect(code).toBe(0);
  const { data } = (await cli.run(['status', '--all', '--json'])).json();
  expect(data).toMatchObject({ agents: [{ name: 'Ada', state: 'left' }] });
});

test('mcp answers the handshake while its store cannot be opened, and the call with what is wrong', async () => {
  const { stdout, code } = await cli.run(['mcp'], {
    stdin: lines(INITIALIZE, call(2, 'get_status')),
    environment: { REDIS_URL: 'nonsense://nowhere' },
  });
  const [first, second] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ id: 1, result: {} });
  expect(second).toMatchObject({ id: 2, result: { isError: true } });
  expect(second.result.content[0].text).toMatch(/invalid_argument|misconfigured/);
  expect(code).toBe(0);
});

test('mcp --http serves who has the token of the file, prints it nowhere, and takes it away at the end', async () => {
  const running = cli.start(['mcp', '--http', '--json']);
  await running.printed('stdout', 'listening');
  const { data } = JSON.parse(running.texts.stdout.split('\n')[0] ?? '');
  const { url, tokenFile } = data as { url: string; tokenFile: string };
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  const token = readFileSync(tokenFile, 'utf8');
  const ask = (authorization: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(INITIALIZE),
    });
  expect((await ask('Bearer something-else-entirely')).status).toBe(401);
  const answer = await ask(`Bearer ${token}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('agentcoord');
  running.kill('SIGINT');
  const { stdout, stderr } = await running.ended;
  expect(stdout + stderr).not.toContain(token);
  expect(existsSync(tokenFile)).toBe(false);
});

test.skipIf(missing)(
  `the command line of the inspector lists the tools and calls one${unless}`,
  async () => {
    const inspect = async (...more: string[]): Promise<Record<string, unknown>> => {
      const args = ['--cli', process.execPath, cli.script, 'mcp', ...more];
      const environment = { PATH: process.env.PATH, HOME: cli.folder };
      const { stdout } = await promisify(execFile)(findAgent('mcp-inspector') ?? '', args, {
        cwd: cli.folder,
        env: environment,
      });
      return JSON.parse(stdout);
    };
    const { tools } = await inspect('--method', 'tools/list');
    expect(tools).toHaveLength(21);
    const title = 'title=Seen by the inspector';
    const called = await inspect(
      ...['--method', 'tools/call', '--tool-name', 'post_message'],
      ...['--tool-arg', 'message=Hello', '--tool-arg', title],
    );
    expect(called).toMatchObject({ structuredContent: { status: 'posted' } });
    const read = await inspect('--method', 'resources/read', '--uri', 'agentcoord://threads');
    expect(JSON.stringify(read)).toContain('Seen by the inspector');
  },
  120_000,
);
