import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserMissing, findBrowser } from '@agentcoord/tooling/browser';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Why the pages are not opened here; `undefined` where they are. */
export const notOpened =
  process.env.AGENTCOORD_TEST_FULL === '1'
    ? browserMissing()
    : 'long; npm run test:full, or AGENTCOORD_TEST_FULL=1';

export interface WatchedBrowser {
  browser: Browser;
  /** What any page asked anybody for, and nobody answered: all of it goes to a proxy of this test. */
  asked: string[];
  close(): Promise<void>;
}

/** What Chromium asks by itself, with no page open. */
const OWN_HOSTS = /(^|[/.])(google|googleapis|gvt1)\.com(:\d+)?(\/|$)/;

/** A browser that reaches nobody. */
export async function openBrowser(): Promise<WatchedBrowser> {
  const found = findBrowser();
  if (found === undefined) throw new Error('There is no browser; ask `notOpened` first.');
  const asked: string[] = [];
  const note = (url = ''): void => {
    if (!OWN_HOSTS.test(url)) asked.push(url);
  };
  const proxy = createServer((request, response) => {
    note(request.url);
    response.writeHead(404).end();
  });
  proxy.on('connect', (request, socket) => {
    note(request.url);
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: found.command,
    env: { ...process.env, ...found.env },
    proxy: { server: `http://127.0.0.1:${port}` },
    // In a container as root its own sandbox cannot work; the pages are ours.
    chromiumSandbox: false,
  });
  const close = async (): Promise<void> => {
    await browser.close();
    proxy.closeAllConnections();
    proxy.close();
    await once(proxy, 'close');
  };
  return { browser, asked, close };
}

export interface PageLook {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

/** `requests`: what the page tried, whether or not it was let; `refusals`: what its policy refused. */
export async function openPage(
  browser: Browser,
  file: string,
  { width = 1280, height = 900, colorScheme = 'light' }: PageLook = {},
): Promise<{ page: Page; requests: string[]; refusals: string[] }> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const refusals: string[] = [];
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== `file://${file}`) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text());
  });
  await page.goto(`file://${file}`, { waitUntil: 'load' });
  return { page, requests, refusals };
}
