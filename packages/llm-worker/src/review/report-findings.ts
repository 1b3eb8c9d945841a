import { AgentCoordError } from '@agentcoord/core';
import { z } from 'zod';
import { defineTool } from '../tools/define-tool.js';
import type { AnyTool } from '../tools/tool.js';
import { type Finding, findingInput, findingOf, MAX_FINDINGS } from './finding.js';
import { placeProblem } from './finding-place.js';

/** A task's result holds 64 KiB; the rest of it needs some room. */
const MAX_BYTES = 48 * 1024;

/** Puts what the model found into `found`: only what points at a file and lines that exist. */
export function reportFindings(found: Finding[]): AnyTool {
  return defineTool({
    name: 'report_findings',
    description:
      `Hands in findings, at most ${MAX_FINDINGS} in all. Each needs a file and a line that you have read. Findings ` +
      'that point nowhere are refused with the reason: look again and hand them in rightly. Repeat no finding.',
    schema: z.strictObject({ findings: z.array(findingInput).min(1).max(MAX_FINDINGS) }),
    describe: ({ findings }) => `report_findings (${findings.length})`,
    async run({ findings }, { workspace }) {
      const problems: string[] = [];
      const taken: Finding[] = [];
      for (const [index, input] of findings.entries()) {
        const finding = findingOf(input);
        const problem = await placeProblem(workspace, finding);
        if (problem !== undefined) problems.push(`findings[${index}]: ${problem}`);
        else if (![...found, ...taken].some((known) => isSame(known, finding))) taken.push(finding);
      }
      refuseTooMuch([...found, ...taken]);
      found.push(...taken);
      const said = `${taken.length} taken; ${found.length} in all.`;
      if (problems.length === 0) return { text: said };
      const text = `${said} ${problems.length} refused:\n${problems.join('\n')}`;
      return { text, isError: true, errorCode: 'invalid_argument' };
    },
  });
}

function isSame(a: Finding, b: Finding): boolean {
  return a.file === b.file && a.line === b.line && a.title === b.title;
}

function refuseTooMuch(findings: readonly Finding[]): void {
  const bytes = Buffer.byteLength(JSON.stringify(findings));
  if (findings.length <= MAX_FINDINGS && bytes <= MAX_BYTES) return;
  throw new AgentCoordError(
    'limit_exceeded',
    `A review has at most ${MAX_FINDINGS} findings and ${MAX_BYTES / 1024} KiB; these would be ${findings.length} and ` +
      `${Math.ceil(bytes / 1024)} KiB. Nothing of this call was taken: hand in the gravest ones, in fewer words.`,
  );
}
