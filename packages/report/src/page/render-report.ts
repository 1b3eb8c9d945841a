import { createHash } from 'node:crypto';
import { FIRST_LINE } from '../file/report-file.js';
import type { Report } from '../report.js';
import { costsSection } from './costs-section.js';
import { approvalsSection, decisionsSection } from './decisions-section.js';
import { Html, html } from './html.js';
import { locksSection } from './locks-section.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { summarySection } from './summary-section.js';
import { tasksSection } from './tasks-section.js';
import { throughputSection } from './throughput-section.js';
import { timelineSection } from './timeline-section.js';
import { duration, timeMark } from './words.js';

/**
 * These two and nothing else: text that got in by a mistake of ours runs nothing and loads nothing. What no policy can forbid is
 * `<meta http-equiv=refresh>`: that only the escapes keep out.
 */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole page; everything it needs lies in it. */
export function renderReport(report: Report): string {
  const { namespace, store, madeAt, fromAt, toAt } = report;
  const page = html`
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="agentcoord report">
<title>Agents at work in ${namespace}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><div><h1>${namespace}</h1>
<p>${timeMark(fromAt)} to ${timeMark(toAt)} UTC, ${duration(toAt - fromAt)}</p></div>
<button type="button" data-look hidden>Dark</button></header>
<main>
${summarySection(report)}
${timelineSection(report)}
${throughputSection(report)}
${locksSection(report)}
${costsSection(report)}
${tasksSection(report)}
${approvalsSection(report)}
${decisionsSection(report)}
</main>
<footer>Made by <code>agentcoord report</code> at ${timeMark(madeAt)} UTC from the store (${store}). States are those of that moment.</footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return FIRST_LINE + page.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
