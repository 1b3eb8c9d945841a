import { connect, type NetConnectOpts } from 'node:net';

const PONG = '+PONG\r\n';

/** One command without blanks in its words, on a connection of its own; the raw reply, once it is whole. */
export function askRedis(target: NetConnectOpts, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(target);
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      reply += chunk;
      // A `PING` comes after the command, so its answer ends the reply.
      if (reply.endsWith(PONG)) {
        socket.destroy();
        resolve(reply.slice(0, -PONG.length));
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`the server ended the connection after: ${reply}`)));
    socket.write(`${command}\r\nPING\r\n`);
  });
}

/** Asks until the reply is the one looked for. A replica or a node says nowhere when it has got so far. */
export async function untilReply(target: NetConnectOpts, command: string, wanted: RegExp): Promise<void> {
  const end = performance.now() + 20_000;
  for (;;) {
    const reply = await askRedis(target, command);
    if (wanted.test(reply)) return;
    if (performance.now() > end)
      throw new Error(`${command} did not answer ${wanted} in 20 s, but:\n${reply}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
