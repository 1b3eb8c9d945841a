import type { AuditEntry, AuditReport } from '@agentcoord/audit';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { plain, safe } from './plain.js';

/** `12 2026-01-02T03:04:05.678Z operator lock-forced lease/grant_01…: Ada left`. */
export function auditLine(entry: AuditEntry, paint: Paint): string {
  const { sequence, at, queuedAt, author, type, context, reason } = entry;
  const head = `${String(sequence).padStart(6)} ${paint.faint(isoTime(at))} ${safe(author)}`;
  const about = [context, reason].filter((part) => part !== undefined).map((part) => safe(part));
  const waited = queuedAt === undefined ? '' : paint.faint(`  (said ${isoTime(queuedAt)}, waited for Redis)`);
  const what = paint.heading(safe(type));
  return `${head}  ${what}${about.length === 0 ? '' : `  ${about.join(': ')}`}${waited}`;
}

const SHOWN_FINDINGS = 50;

export function reportText(report: AuditReport, paint: Paint): string {
  const { status, entries, chains, seals, sealedTo, unsealed, signatures, anchor, findings, missing } =
    report;
  const sealed = seals === 0 ? 'none sealed yet' : `${counted(seals, 'seal')} up to ${sealedTo}`;
  const counts = `${counted(entries, 'entry', 'entries')} by ${counted(chains, 'writer')}; ${sealed}.`;
  const painted = { ok: paint.good, tampered: paint.bad, incomplete: paint.warning }[status];
  const hidden = Math.max(0, findings.length - SHOWN_FINDINGS) + report.moreFindings;
  return [
    `${painted(status.toUpperCase())}  ${counts}`,
    ...findings
      .slice(0, SHOWN_FINDINGS)
      .map(({ kind, message }) => `${paint.bad(kind.padEnd(12))} ${safe(message)}`),
    ...(hidden > 0 ? [`… and ${hidden} more; --json has them.`] : []),
    ...missing.map((sentence) => `${paint.warning('missing'.padEnd(12))} ${safe(sentence)}`),
    ...(unsealed === undefined
      ? []
      : [
          plain`Not sealed yet: ${unsealed.from} to ${unsealed.to} (${unsealed.count}). A tail that is cut there does not show for sure.`,
        ]),
    ...(anchor === 'none' && seals > 0
      ? ['This host sees these seals for the first time: a log that was replaced before would not show.']
      : []),
    ...(signatures ? [] : ['Signatures of entries were not checked.']),
  ].join('\n');
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
