import { join, resolve } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { leadMarkdown, type ReviewReport, reviewMarkdown, reviewSarif } from '@agentcoord/orchestrator';
import { resultFolder, writeResult } from '../team-run/result-folder.js';
import { CLI_VERSION } from '../version.js';

export interface ReviewFiles {
  folder: string;
  summary: string;
  sarif: string;
  leads: string[];
}

/** One file a lead, one of all in Markdown, and one in SARIF. */
export async function writeReview(
  report: ReviewReport,
  { configuration, cwd, out }: { configuration: Configuration; cwd: string; out: string | undefined },
): Promise<ReviewFiles> {
  const folder =
    out === undefined ? join(resultFolder(configuration, 'reviews'), report.review) : resolve(cwd, out);
  const files: ReviewFiles = {
    folder,
    summary: join(folder, 'review.md'),
    sarif: join(folder, 'review.sarif'),
    leads: report.leads.map(({ lead }) => join(folder, `${lead}.md`)),
  };
  for (const lead of report.leads) await writeResult(join(folder, `${lead.lead}.md`), leadMarkdown(lead));
  await writeResult(files.summary, reviewMarkdown(report));
  await writeResult(files.sarif, `${JSON.stringify(reviewSarif(report, CLI_VERSION), undefined, 2)}\n`);
  return files;
}
