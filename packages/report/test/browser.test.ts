import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApprovalWorkflow } from '@agentcoord/approvals';
import { TaskQueue } from '@agentcoord/queue';
import { collectReport, type Report, renderReport } from '@agentcoord/report';
import { openMemoryStorage } from '@agentcoord/storage-file';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE_TEXTS } from './support/hostile-texts.js';
import { notOpened, openBrowser, openPage, type WatchedBrowser } from './support/open-browser.js';
import { runAgents } from './support/run-agents.js';

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

describe.skipIf(notOpened)(
  `the page of 12 agents and 300 tasks in a browser${notOpened ? ` (skipped: ${notOpened})` : ''}`,
  () => {
    let watched: WatchedBrowser;
    let browser: Browser;
    let folder: string;
    let file: string;
    let report: Report;
    let counts: Report['counts'];

    beforeAll(async () => {
      watched = await openBrowser();
      browser = watched.browser;
      folder = await mkdtemp(join(tmpdir(), 'agentcoord-page-'));
      file = join(folder, 'report.html');
      const storage = await openMemoryStorage();
      await runAgents({ storage, agents: 12, tasks: 300, workMs: 5, texts: HOSTILE_TEXTS });
      const approvals = await new ApprovalWorkflow({ storage, actor: 'reader' }).list();
      report = await collectReport({ storage, namespace: 'a <i>run</i>', approvals });
      counts = (await new TaskQueue({ storage }).stats()).counts;
      await storage.close();
      await writeFile(file, renderReport(report));
    }, 120_000);

    afterAll(async () => {
      await watched?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('has the figures of the store', async () => {
      const { page } = await openPage(browser, file);
      const figure = (name: string) => page.locator(`[data-figure=${name}]`).textContent();
      expect(await figure('completed')).toBe(String(counts.completed));
      expect(await figure('failed')).toBe(String(counts.failed));
      expect(await figure('tasks')).toBe('300');
      expect(await page.locator('#tasks-table tbody tr').count()).toBe(300);
      expect(await page.locator('.lane:not(.axis)').count()).toBe(report.agents.length);
      expect(await page.locator('.lane rect:not([data-tone=wait])').count()).toBe(report.spans.length);
      for (const state of ['completed', 'failed'] as const)
        expect(await page.locator(`[data-state=${state}]`).textContent()).toBe(String(counts[state]));
      await page.close();
    });

    test('shows hostile text as text, and asks nobody for anything', async () => {
      const { page, requests, refusals } = await openPage(browser, file);
      expect(await page.title()).toBe('Agents at work in a <i>run</i>');
      const text = await page.locator('body').textContent();
      for (const payload of HOSTILE_TEXTS.slice(0, 16)) expect(text).toContain(payload);
      expect(
        await page
          .locator(
            'main :is(img, iframe, form, a, link, style, script, base, meta, b:not([data-figure], [data-state], p > b))',
          )
          .count(),
      ).toBe(0);
      await page.waitForTimeout(200);
      expect({ asked: watched.asked.splice(0), requests, refusals }).toEqual({
        asked: [],
        requests: [],
        refusals: [],
      });
      await page.close();
    });

    test('runs nothing and reaches nobody even where a text was not escaped: the policy holds by itself', async () => {
      const broken = join(folder, 'broken.html');
      // No policy can forbid a refresh; only the escapes keep one out.
      const payloads = HOSTILE_TEXTS.filter((text) => !text.includes('refresh')).join('\n');
      await writeFile(broken, (await readFile(file, 'utf8')).replace('<main>', `<main>${payloads}`));
      const { page, refusals } = await openPage(browser, broken);
      await page.waitForTimeout(200);
      expect(await page.title()).toBe('Agents at work in a <i>run</i>');
      expect(watched.asked.splice(0)).toEqual([]);
      expect(refusals.length).toBeGreaterThan(3);
      await page.close();
    });

    test('without policy and escapes the same texts do run and ask: this test can fail', async () => {
      const open = join(folder, 'open.html');
      await writeFile(open, `<!DOCTYPE html><title>safe</title>${HOSTILE_TEXTS[0]}${HOSTILE_TEXTS[3]}`);
      const { page } = await openPage(browser, open);
      expect(await page.title()).toBe('owned');
      expect(watched.asked.splice(0)).toEqual(['example.invalid:443']);
      await page.close();
    });

    test.each(SIZES)('fits a window of $width×$height, with nothing cut, in both looks', async (size) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await openPage(browser, file, { ...size, colorScheme });
        expect(await overflowing(page)).toEqual([]);
        expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(20_000);
        await page.close();
      }
    });

    test('switches its look and filters its tasks; without scripts all is there', async () => {
      const { page } = await openPage(browser, file);
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await background();
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await background()).not.toBe(light);
      await page.getByRole('searchbox').fill('Task 299');
      expect(await page.locator('#tasks-table tbody tr:visible').count()).toBe(1);
      await page.close();
      const context = await browser.newContext({ javaScriptEnabled: false });
      const plain = await context.newPage();
      await plain.goto(`file://${file}`);
      expect(await plain.locator('#tasks-table tbody tr:visible').count()).toBe(300);
      expect(await plain.locator('button:visible, input:visible').count()).toBe(0);
      await context.close();
    });
  },
);

/** What is wider than the window, or than the box that hides the rest of it; tables scroll by themselves. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const wide = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) wide.push('page');
    for (const element of document.querySelectorAll('body *:not(.unseen)')) {
      if (element.closest('.scroll') !== null && !element.matches('.scroll')) continue;
      const { left, right } = element.getBoundingClientRect();
      if (element.closest('svg') === null && (right > width + 1 || left < -1)) wide.push(element.outerHTML.slice(0, 80));
      const { overflowX } = getComputedStyle(element);
      if (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1 && !element.matches('svg')) wide.push(element.outerHTML.slice(0, 80));
    }
    for (const text of document.querySelectorAll('.axis text')) {
      if (text.getBoundingClientRect().width === 0) continue;
      const { left, right } = text.getBoundingClientRect();
      if (right > width || left < 0) wide.push(text.outerHTML);
    }
    return wide;
  })()`);
}
