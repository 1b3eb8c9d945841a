import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplayProvider, LlmWorker, openWorkspace } from '@agentcoord/llm-worker';
import {
  costsOf,
  LEADS,
  openReviewRecord,
  type ReviewReport,
  reportReview,
  reviewMarkdown,
  reviewSarif,
  reviewTasks,
} from '@agentcoord/orchestrator';
import { TaskQueue } from '@agentcoord/queue';
import { openFencedFiles, openFileStorage } from '@agentcoord/storage-file';
import { transcripts } from './leads.js';

const home = await mkdtemp(join(tmpdir(), 'agentcoord-example-'));
try {
  const shop = join(home, 'shop');
  await cp(join(import.meta.dirname, 'shop'), shop, { recursive: true });
  execFileSync('git', ['init', '--quiet', shop]);
  const report = await review(shop, join(home, 'store'));
  console.log(reviewMarkdown(report));
  await check(report, shop);
  console.log('As it should be: six reports, every finding at a real line, and no matter told twice.');
} finally {
  await rm(home, { recursive: true, force: true });
}

async function review(shop: string, folder: string): Promise<ReviewReport> {
  await using storage = await openFileStorage({ folder });
  const files = await openFencedFiles({ folder });
  const { record } = await openReviewRecord(storage, {
    id: 'review-of-the-shop',
    path: '.',
    leads: [...LEADS],
    now: await storage.now(),
    fresh: true,
  });
  await new TaskQueue({ storage, worker: 'CTO' }).addMany(reviewTasks(record));
  const provider = createReplayProvider({ transcripts: transcripts() });
  try {
    await Promise.all(
      LEADS.map(async (lead) => {
        await using worker = new LlmWorker({
          storage,
          files,
          provider,
          name: `Lead-of-${lead}`,
          cwd: shop,
          tags: [record.run],
          // Its tasks require it, so that nobody else takes them.
          capabilities: [record.run],
        });
        await worker.runWorkerLoop({ stopWhenIdle: true });
      }),
    );
  } finally {
    await files.close();
  }
  const { tasks } = await storage.queues.list({ tags: [record.run] });
  const costs = await costsOf(storage, new Set(tasks.map(({ id }) => id)), record.startedAt);
  const workspace = await openWorkspace(shop);
  return reportReview({ record, tasks, costs, workspace, endedAt: await storage.now() });
}

async function check(report: ReviewReport, shop: string): Promise<void> {
  const { leads, findings, complete } = report;
  assert.ok(complete, 'every lead has reported');
  assert.deepEqual(
    leads.map(({ findings }) => findings.length),
    [2, 1, 1, 2, 1, 1],
  );
  assert.equal(findings.length, 7, 'eight findings, of which two are one');
  const [gravest] = findings;
  assert.deepEqual(gravest?.leads, ['security', 'quality']);
  assert.equal(gravest?.severity, 'critical');
  for (const { file, line } of findings) {
    const lines = (await readFile(join(shop, file), 'utf8')).split('\n');
    assert.notEqual(lines[line - 1]?.trim() ?? '', '', `${file}:${line} is a line with something in it`);
  }
  assert.ok(!JSON.stringify(report).includes('400'), 'what pointed nowhere is told nobody');
  const sarif = reviewSarif(report, '0.0.0');
  assert.equal(sarif.version, '2.1.0');
}
