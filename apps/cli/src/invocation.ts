import { resolve } from 'node:path';
import type {
  Configuration,
  ConfigurationRequest,
  ConnectOptions,
  CoordinationClient,
  Look,
  OpenOptions,
} from '@agentcoord/client';
import { checkIdentity } from '@agentcoord/core';
import type { CliIo, CommandCall, CommandResult, GlobalOptions } from './command-context.js';
import type { CommandTree } from './completion/command-tree.js';
import { staleNote } from './failover/stale-note.js';
import { fallbackOf } from './global-options.js';
import type { Interruption } from './interruption.js';
import { encodeEnvelope, okEnvelope } from './output/envelope.js';
import { EXIT } from './output/exit-codes.js';
import { createPaint } from './output/paint.js';
import { safe } from './output/plain.js';
import type { Printer } from './output/printer.js';

/** What a command is given by whoever loaded it: what it does not need is not loaded. */
export interface Openers {
  configure(request: ConfigurationRequest): Promise<Configuration>;
  client(options: OpenOptions): Promise<CoordinationClient>;
  look(options: ConnectOptions): Promise<Look>;
  tree?: CommandTree;
}

interface InvocationParts {
  name: string;
  argv: readonly string[];
  io: CliIo;
  printer: Printer;
  interruption: Interruption;
  openers: Openers;
}

/** Runs one action with everything it may use, prints its result, and closes what it opened. */
export class Invocation {
  exitCode: number = EXIT.ok;
  private client: Promise<CoordinationClient> | undefined;
  private looking: Promise<Look> | undefined;

  constructor(private readonly parts: InvocationParts) {}

  async run<Options extends object>(
    action: (call: CommandCall<Options>, ...args: never[]) => Promise<CommandResult | undefined>,
    options: Options & GlobalOptions,
    args: never[],
  ): Promise<void> {
    const call = this.createCall(options);
    try {
      const result = await action(call, ...args);
      this.exitCode = result?.exitCode ?? EXIT.ok;
      if (result) await this.print(result, call.json);
      await this.sayWhatIsStale();
    } finally {
      await this.close();
    }
  }

  private async print({ data, text }: CommandResult, json: boolean): Promise<void> {
    const { printer, name } = this.parts;
    if (json) return printer.out(`${encodeEnvelope(okEnvelope(name, data), 2)}\n`);
    const shown = typeof text === 'function' ? await text() : text;
    if (shown !== '') printer.out(`${shown}\n`);
  }

  private async sayWhatIsStale(): Promise<void> {
    for (const opening of [this.client, this.looking]) {
      const note = staleNote((await opening?.catch(() => undefined))?.failover);
      if (note !== undefined) this.parts.printer.error(`${safe(note)}\n`);
    }
  }

  private createCall<Options extends object>(options: Options & GlobalOptions): CommandCall<Options> {
    const { io, printer, interruption, name, argv } = this.parts;
    const named = options.agent ?? (io.environment.AGENTCOORD_AGENT_ID || undefined);
    const agent =
      named === undefined
        ? undefined
        : checkIdentity(named, options.agent ? '--agent' : 'AGENTCOORD_AGENT_ID');
    const cwd = resolve(io.cwd, options.cwd ?? '.');
    const json = options.json === true;
    const dashes = argv.indexOf('--');
    return {
      name,
      options,
      trailing: dashes === -1 ? [] : argv.slice(dashes + 1),
      io,
      cwd,
      signal: interruption.signal,
      json,
      // Asked for only by who has something to paint: it opens the stream.
      get paint() {
        return createPaint(io.stdout, io.environment);
      },
      tree: this.parts.openers.tree,
      agent,
      actor: agent ?? 'operator',
      configure: (place) => this.configure({ ...options, cwd, ...place }),
      connect: () => this.connect({ ...options, cwd }),
      look: (place) => this.look({ ...options, cwd, ...place }),
      emit: ({ data, text }) => printer.out(`${json ? encodeEnvelope(okEnvelope(name, data)) : text}\n`),
      note: (text) => printer.error(`${safe(text)}\n`),
      log: (line) => printer.error(`${line}\n`),
      progress: (text) => printer.progress(safe(text)),
      onTerminate: (handler) => interruption.onTerminate(handler),
    };
  }

  private configure(options: GlobalOptions & { cwd: string }): Promise<Configuration> {
    const { namespace, home, redis: redisUrl, fallback, cwd } = options;
    const flags = { namespace, home, redisUrl, fallback };
    return this.parts.openers.configure({ cwd, environment: this.parts.io.environment, flags });
  }

  private connect(options: GlobalOptions & { cwd: string }): Promise<CoordinationClient> {
    this.client ??= this.parts.openers.client({ ...this.connectOptions(options), name: options.agent });
    return this.client;
  }

  private look(options: GlobalOptions & { cwd: string }): Promise<Look> {
    this.looking ??= this.parts.openers.look(this.connectOptions(options));
    return this.looking;
  }

  private connectOptions(options: GlobalOptions & { cwd: string }): ConnectOptions {
    const { io, interruption, printer } = this.parts;
    const { cwd, namespace, home, redis: redisUrl } = options;
    const { environment } = io;
    const { signal } = interruption;
    const onWait = (sentence: string): void => printer.error(`${safe(sentence)}\n`);
    return { cwd, namespace, home, redisUrl, environment, signal, onWait, ...fallbackOf(options) };
  }

  private async close(): Promise<void> {
    const opened = [await this.client?.catch(() => undefined), await this.looking?.catch(() => undefined)];
    await Promise.all(opened.map((one) => one?.close()));
  }
}
