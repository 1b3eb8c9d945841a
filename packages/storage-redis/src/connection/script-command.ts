import { Command } from 'ioredis';

/**
 * `EVALSHA` and its words as the bytes that go to the server. ioredis would flatten the list of words, look at
 * each and join them, call by call; here they are joined once.
 */
export class ScriptCommand extends Command {
  constructor(private readonly bytes: string) {
    super('evalsha', [], { replyEncoding: 'utf8' });
  }

  override toWritable(): string {
    return this.bytes;
  }
}

export function scriptCommand(sha: string, words: ReadonlyArray<string | number>): ScriptCommand {
  let bytes = `*${words.length + 2}\r\n$7\r\nEVALSHA\r\n$${sha.length}\r\n${sha}\r\n`;
  for (const word of words) {
    const text = typeof word === 'string' ? word : String(word);
    bytes += `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  }
  return new ScriptCommand(bytes);
}
