import { setMaxListeners } from 'node:events';
import { basename } from 'node:path';
import type { ApprovalWorkflow } from '@agentcoord/approvals';
import type { CoordinationClient } from '@agentcoord/client';
import { systemClock } from '@agentcoord/core';
import type { WorkerSpawner } from '@agentcoord/spawner';
import { Actions } from '../actions/actions.js';
import type { Workforce } from '../actions/workforce.js';
import { Controller } from '../controls/controller.js';
import { followEvents } from '../feed/follow-events.js';
import { Looks } from '../feed/looks.js';
import { StoreClock } from '../feed/store-clock.js';
import { DashboardModel } from '../model/dashboard-model.js';
import { ASCII, UNICODE } from '../view/glyphs.js';
import type { ThemeName } from '../view/theme.js';
import { Painting } from './painting.js';
import { Recording } from './recording.js';
import { Screen } from './screen.js';
import { speaksUtf8, terminalName } from './terminal.js';

export interface DashboardOptions {
  client: CoordinationClient;
  /** Who acts, for records. */
  actor: string;
  /** For who decides: with the operator's key, where keys are pinned. Asked for when somebody decides. */
  openDecider: () => Promise<ApprovalWorkflow>;
  openSpawner: () => Promise<WorkerSpawner>;
  /** How workers are started and scaled. */
  workforce: Workforce;
  environment: Readonly<Record<string, string | undefined>>;
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Default `neon`; `mono` where NO_COLOR is set. */
  theme?: ThemeName;
  /** Draws with ASCII only. Default: where the locale is not UTF-8. */
  ascii?: boolean;
  /** Nothing can be changed from it. */
  readOnly?: boolean;
  /** A file to be made, of what the terminal gets (asciicast 2). `invalid_argument` where it cannot be, before the screen opens. */
  record?: string;
  /** Ends it. */
  signal: AbortSignal;
}

/** Shows and steers a namespace until somebody leaves, or `signal` fires. The terminal is as before when it returns. */
export async function runDashboard(options: DashboardOptions): Promise<void> {
  const { client, environment, input, output } = options;
  const ending = new AbortController();
  const quit = (): void => ending.abort();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  // A dozen calls at once listen to it, and a warning about that would lie on the screen.
  setMaxListeners(0, signal);
  const model = new DashboardModel();
  model.project = basename(client.repository.root);
  const clock = new StoreClock(systemClock);
  const now = (): number => clock.now();
  const terminal = terminalName(environment);
  // Nobody can be told before there is a window.
  let early: string | undefined;
  let tell = (why: string): void => {
    early = why;
  };
  const recording =
    options.record === undefined
      ? undefined
      : Recording.begin({
          path: options.record,
          output,
          terminal,
          title: `agentcoord dashboard: ${model.project}`,
          onTrouble: (why) => tell(why),
        });
  const screen = await Screen.open({ input, output: recording?.output ?? output, terminal });
  const ascii = options.ascii ?? !speaksUtf8(environment);
  const controller = new Controller({
    model,
    now,
    actions: new Actions(options),
    isReadOnly: options.readOnly === true,
    theme: options.theme ?? (environment.NO_COLOR ? 'mono' : 'neon'),
    quit,
    copy: (text) => screen.copy(text),
    changed: () => painting.soon(),
  });
  const painting = new Painting({
    model,
    controller,
    screen,
    now,
    glyphs: ascii ? ASCII : UNICODE,
    onlyAscii: ascii,
  });
  tell = (why) => {
    controller.say(why, 'bad');
    painting.soon();
  };
  if (early !== undefined) tell(early);
  const source = { client, model, clock, signal };
  const looks = new Looks(source, {
    subject: () => controller.subject(),
    isShown: (pane) => controller.tab === pane || controller.list === pane,
  });
  // The window that it was shown in is gone.
  process.once('SIGHUP', quit);
  try {
    screen.onKey((key) => {
      controller.press(key);
      painting.soon();
      looks.hurry();
    });
    screen.onResize(() => painting.now());
    painting.start();
    const feeding = Promise.all([
      followEvents(source, {
        onWanted: (wanted) => looks.want(wanted),
        onLoaded: () => painting.now(),
      }),
      looks.run(),
    ]);
    // Who leaves does not wait for a store that does not answer: both end by themselves, and the client ends their calls.
    await Promise.race([feeding, aborted(signal)]);
  } finally {
    process.off('SIGHUP', quit);
    painting.stop();
    screen.close();
    recording?.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
