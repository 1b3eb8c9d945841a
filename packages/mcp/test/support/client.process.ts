import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { structureOf } from './served.js';

/** A client with a server of its own: takes a task and a lock, says so with the server's process id, and lives on. */
const [, , cwd = '', ...command] = process.argv;
const [program = '', ...args] = command;

const transport = new StdioClientTransport({ command: program, args, cwd });
const client = new Client({ name: 'Doomed', version: '1.0.0' });
await client.connect(transport);
const { task } = await structureOf(client, 'claim_task', {});
await structureOf(client, 'lock_files', { paths: ['a.ts'], ttl_seconds: 3 });
process.stdout.write(`${JSON.stringify({ task, server: transport.pid })}\n`);
setInterval(() => undefined, 60_000);
