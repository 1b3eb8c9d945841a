import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser, howToGetOne } from '../browser/find-browser.mjs';
import { PtySession } from './pty-session.js';
import { terminalPicture } from './terminal-picture.js';

/**
 * The pictures of the README, from a real run: the demo works, the dashboard looks on in a real terminal, and the report is made of what
 * the demo left. Nothing is drawn by hand.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'packages/agentcoord/dist/bin.cjs');
const pictures = join(root, 'docs/pictures');

const place = await mkdtemp(join(tmpdir(), 'agentcoord-pictures-'));
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: place,
  TMPDIR: place,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
};
try {
  await mkdir(pictures, { recursive: true });
  await takePictures();
} finally {
  await rm(place, { recursive: true, force: true });
}

async function takePictures(): Promise<void> {
  await takeWizard();
  const demo = spawn(process.execPath, [program, 'demo', '--keep', '--workers', '4'], {
    env: environment,
    stdio: 'ignore',
  });
  const ended = once(demo, 'close');
  const project = await projectOf();
  await takeDashboard(project);
  const [code] = await ended;
  if (code !== 0) throw new Error(`The demo ended with ${code}.`);
  await takeReport(project);
}

async function takeWizard(): Promise<void> {
  const folder = join(place, 'shop');
  await mkdir(folder);
  const session = openTerminal(['init', '--wizard'], folder, 26);
  for (const question of ['look?', 'Where do agents meet', 'project called']) {
    await session.shows((screen) => screen.includes(question));
    session.type('\r');
  }
  await session.shows((screen) => screen.includes('Who answers') && screen.includes('Enter: confirm'));
  await writePicture('wizard.svg', session, 'The wizard asks who answers LLM workers');
  await session.leave('\u0003');
}

/** The demo works in a folder that it makes itself. */
async function projectOf(): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const name = (await readdir(place)).find((entry) => entry.startsWith('agentcoord-demo-'));
    const isInUse =
      name !== undefined && (await readdir(join(place, name, '.git', 'agentcoord')).catch(() => []));
    if (name !== undefined && isInUse && isInUse.length > 0) return join(place, name);
    await later(100);
  }
  throw new Error('The demo made no project in half a minute.');
}

async function takeDashboard(project: string): Promise<void> {
  const session = openTerminal(['dashboard'], project, 34);
  const count = (screen: string, word: string): number => screen.split(word).length - 1;
  await session.shows((screen) => count(screen, 'claimed') >= 2 && count(screen, 'completed') >= 3);
  await writePicture('dashboard.svg', session, 'The dashboard while the demo runs');
  await session.leave('q');
}

function openTerminal(args: string[], cwd: string, rows: number): PtySession {
  return new PtySession({
    command: process.execPath,
    args: [program, ...args],
    cwd,
    environment,
    columns: 120,
    rows,
  });
}

async function writePicture(name: string, { terminal }: PtySession, title: string): Promise<void> {
  await writeFile(join(pictures, name), terminalPicture(terminal, title));
  console.log(`docs/pictures/${name}`);
}

async function takeReport(project: string): Promise<void> {
  const page = join(place, 'report.html');
  const report = spawn(process.execPath, [program, 'report', '--html', page], {
    cwd: project,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(report, 'close');
  if (code !== 0) throw new Error(`The report ended with ${code}.`);
  const found = findBrowser();
  if (found === undefined) {
    console.log(`docs/pictures/report.png is left as it is (${howToGetOne}).`);
    return;
  }
  const browser = await chromium.launch({
    executablePath: found.command,
    env: { ...process.env, ...found.env },
    chromiumSandbox: false,
  });
  try {
    const opened = await browser.newPage({ viewport: { width: 1180, height: 860 }, colorScheme: 'dark' });
    await opened.goto(`file://${page}`);
    await opened.screenshot({ path: join(pictures, 'report.png') });
    console.log('docs/pictures/report.png');
  } finally {
    await browser.close();
  }
}
