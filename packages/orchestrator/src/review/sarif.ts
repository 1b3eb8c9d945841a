import { createHash } from 'node:crypto';
import type { JsonObject } from '@agentcoord/core';
import type { Severity } from '@agentcoord/llm-worker';
import { FIELD_OF, LEADS, reviewTitle } from './leads.js';
import type { MergedFinding } from './merge-findings.js';
import type { ReviewReport } from './review-report.js';

const LEVEL_OF: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** A static analysis log of SARIF 2.1.0 (OASIS), as code hosts read it: one run, one rule a lead. */
export function reviewSarif(report: ReviewReport, version: string): JsonObject {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'AgentCoord review',
            version,
            informationUri: 'https://github.com/agentcoord/agentcoord',
            rules: LEADS.map((lead) => ({
              id: lead,
              name: reviewTitle(lead),
              shortDescription: { text: reviewTitle(lead) },
              fullDescription: { text: FIELD_OF[lead] },
            })),
          },
        },
        automationDetails: { id: `agentcoord-review/${report.review}` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: report.complete,
            startTimeUtc: new Date(report.startedAt).toISOString(),
            endTimeUtc: new Date(report.endedAt).toISOString(),
          },
        ],
        results: report.findings.map(resultOf),
      },
    ],
  };
}

function resultOf(finding: MergedFinding): JsonObject {
  const { file, line, endLine, title, detail, severity, leads } = finding;
  const [ruleId = LEADS[0]] = leads;
  const fingerprint = createHash('sha256').update(`${ruleId}\0${file}\0${title}`).digest('hex');
  return {
    ruleId,
    ruleIndex: LEADS.indexOf(ruleId),
    level: LEVEL_OF[severity],
    message: { text: `${title}\n\n${detail}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: 'SRCROOT' },
          region: { startLine: line, endLine },
        },
      },
    ],
    // Of the matter and not of the line: it stays the same when lines above it change.
    partialFingerprints: { 'agentcoord/v1': fingerprint.slice(0, 32) },
    properties: { severity, leads: [...leads], tags: [...leads] },
  };
}

/** A relative reference of RFC 3986, whatever characters the names have. */
function uriOf(file: string): string {
  return file
    .split('/')
    .map((name) => encodeURIComponent(name))
    .join('/');
}
