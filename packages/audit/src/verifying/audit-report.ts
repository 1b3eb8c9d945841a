import type { Finding } from './finding.js';

export interface AuditReport {
  /** `incomplete`: nothing is wrong with what is here, but something is not here. */
  status: 'ok' | 'tampered' | 'incomplete';
  /** Entries that were checked, in segments and in the store. */
  entries: number;
  chains: number;
  seals: number;
  /** The last entry a seal covers. */
  sealedTo: number;
  /** Behind the last seal: a tail that was cut there together with its heads would not show. */
  unsealed?: { from: number; to: number; count: number };
  /** Whether signatures of entries were checked. */
  signatures: boolean;
  /** `file`: compared with the seals this host had seen before. `none`: a log that was replaced as a whole would not show. */
  anchor: 'file' | 'none';
  findings: Finding[];
  /** Findings beyond those listed. */
  moreFindings: number;
  /** What is not here, one sentence each. */
  missing: string[];
}
