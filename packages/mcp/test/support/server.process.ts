import { serveStdio } from '../../src/index.js';

/** An MCP server on stdin and stdout; the folder and where Redis is come as arguments. */
const [, , cwd = '', redisUrl = 'none'] = process.argv;

void serveStdio({
  connect: { cwd, redisUrl, fallback: 'off', environment: {} },
  input: process.stdin,
  output: process.stdout,
  version: '0.0.0',
  log: (line) => void process.stderr.write(`${line}\n`),
  signal: new AbortController().signal,
});
