import { CoordinationClient } from '@agentcoord/client';
import { type Storage, systemClock } from '@agentcoord/core';
import { WorkerSpawner } from '@agentcoord/spawner';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { Actions } from '../../src/actions/actions.js';
import type { ScaleWorkers, StartWorkers } from '../../src/actions/workforce.js';
import { Controller } from '../../src/controls/controller.js';
import { followEvents } from '../../src/feed/follow-events.js';
import { Looks } from '../../src/feed/looks.js';
import { StoreClock } from '../../src/feed/store-clock.js';
import { DashboardModel } from '../../src/model/dashboard-model.js';
import { drawFrame } from '../../src/view/frame.js';
import { ASCII, UNICODE } from '../../src/view/glyphs.js';

const NAMED: Readonly<Record<string, string>> = { '\r': 'enter', '\u001b': 'escape', '\t': 'tab' };

/** The dashboard without a terminal, over a store in memory: fed, steered and drawn as in one. */
export class World {
  readonly model = new DashboardModel();
  readonly controller: Controller;
  readonly copied: string[] = [];
  /** What workers were asked for; the command line has its own tests with real ones. */
  readonly asked: Array<StartWorkers | ScaleWorkers> = [];
  hasQuit = false;
  /** Snapshots that were taken. */
  loads = 0;
  private readonly stopping = new AbortController();
  private readonly clock = new StoreClock(systemClock);
  private readonly running: Promise<unknown>;

  private constructor(
    readonly client: CoordinationClient,
    isReadOnly: boolean,
  ) {
    const { model, clock } = this;
    const { signal } = this.stopping;
    this.controller = new Controller({
      model,
      now: () => clock.now(),
      actions: new Actions({
        client,
        actor: 'operator',
        openDecider: async () => client.approvals,
        openSpawner: async () =>
          new WorkerSpawner({ storage: client.storage, logFolder: client.configuration.logFolder }),
        workforce: {
          start: async (request) => {
            this.asked.push(request);
            if (request.name === 'taken') throw new Error('There is a worker of this name already.');
            return Array.from({ length: request.count }, (_, index) => `worker-${index + 1}`);
          },
          scale: async (request) => {
            this.asked.push(request);
            return { before: 1, started: [], leaving: ['worker-1'] };
          },
        },
      }),
      isReadOnly,
      theme: 'neon',
      quit: () => {
        this.hasQuit = true;
      },
      copy: (text) => this.copied.push(text),
      changed: () => undefined,
    });
    const source = { client, model, clock, signal };
    const looks = new Looks(source, { subject: () => this.controller.subject(), isShown: () => true });
    this.running = Promise.all([
      followEvents(source, {
        onWanted: (wanted) => looks.want(wanted),
        onLoaded: () => {
          this.loads += 1;
        },
      }),
      looks.run(),
    ]);
  }

  static async open({
    isReadOnly = false,
    storage: given,
  }: {
    isReadOnly?: boolean;
    storage?: Storage;
  } = {}): Promise<World> {
    const storage = given ?? (await openMemoryStorage());
    const client = await CoordinationClient.open({ storage, name: 'operator', environment: {} });
    return new World(client, isReadOnly);
  }

  /** Keys one after the other: letters, `\r`, `\u001b`, `\t`; names of others in angle brackets, `<C-d>`. */
  press(keys: string): void {
    for (const [key] of keys.matchAll(/<[\w-]+>|[\s\S]/gu)) {
      if (key.length > 1) this.controller.press({ name: key.slice(1, -1) });
      else {
        const named = NAMED[key];
        this.controller.press(named === undefined ? { name: key, typed: key } : { name: named });
      }
    }
  }

  draw({ width = 120, height = 30, ascii = false } = {}) {
    const { model, controller } = this;
    const glyphs = ascii ? ASCII : UNICODE;
    return drawFrame({ model, controller, width, height, now: this.now(), glyphs, onlyAscii: ascii });
  }

  now(): number {
    return this.clock.now();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.client.close();
    await this.client.storage.close();
  }
}
