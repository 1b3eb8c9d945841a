import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError, describeThrown, type JsonObject, writeDurably } from '@agentcoord/core';

/** An append that waits for an owner. Its id makes sending it twice harmless. */
export interface QueuedAppend {
  log: string;
  id: string;
  author?: string;
  body: JsonObject;
  /** Wall clock of this host. */
  queuedAt: number;
}

/** Beyond it somebody should look at what is wrong. */
const MOST = 10_000;
const SUFFIX = '.json';

/**
 * What commutes and could not be sent: a file each, in the order of their making, written whole before it is
 * acknowledged, so that the death of any process loses none and doubles none.
 */
export class Outbox {
  private made = 0;

  constructor(
    private readonly folder: string,
    /** Of this process, so that no two give a file the same name. */
    private readonly maker: string,
  ) {}

  async put(entry: QueuedAppend): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if ((await this.names()).length >= MOST)
      throw new AgentCoordError(
        'limit_exceeded',
        `${MOST} messages wait in ${this.folder} for Redis already; this one was not kept. Bring Redis back first.`,
        { data: { limit: MOST } },
      );
    this.made += 1;
    const place = `${String(entry.queuedAt).padStart(15, '0')}-${String(this.made).padStart(8, '0')}-${this.maker}`;
    const path = join(this.folder, `${place}${SUFFIX}`);
    const draft = `${path}.new`;
    try {
      await writeDurably(draft, JSON.stringify(entry));
      await rename(draft, path);
      await sync(this.folder);
    } catch (error) {
      await unlink(draft).catch(() => undefined);
      throw notKept(this.folder, error as NodeJS.ErrnoException);
    }
  }

  /** Sends one after the other, oldest first, and forgets each when it has arrived. Ends with the first that does not. */
  async drain(send: (entry: QueuedAppend) => Promise<void>): Promise<number> {
    let sent = 0;
    for (const name of await this.names()) {
      const path = join(this.folder, name);
      const entry = await read(path);
      if (entry === undefined) continue;
      await send(entry);
      await unlink(path).catch(unlessGone);
      sent += 1;
    }
    return sent;
  }

  async count(): Promise<number> {
    return (await this.names()).length;
  }

  private async names(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => name.endsWith(SUFFIX)).sort();
  }
}

/** Another process may have sent it meanwhile. */
async function read(path: string): Promise<QueuedAppend | undefined> {
  const text = await readFile(path, 'utf8').catch(unlessGone);
  return text === undefined ? undefined : (JSON.parse(text) as QueuedAppend);
}

/** A new name in a folder survives the machine only with the folder. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Its author must not believe that it waits. */
function notKept(folder: string, error: NodeJS.ErrnoException): AgentCoordError {
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return new AgentCoordError(
    isFull ? 'disk_full' : 'storage_unwritable',
    `Redis is away, and the message could not be kept in ${folder} until it is back: ${describeThrown(error)}. ` +
      `${isFull ? 'Free some space' : 'Give this user write access to the folder'} and send it again.`,
    { cause: error, data: { path: folder } },
  );
}

function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
