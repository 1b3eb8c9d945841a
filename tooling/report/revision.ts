import { execFileSync } from 'node:child_process';

export interface Revision {
  commit: string;
  /** The tree differs from the commit: its results belong to no commit. */
  dirty: boolean;
}

export function currentRevision(): Revision {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    // A report written by the run before does not make the code differ.
    const changed = git(
      'status',
      '--porcelain',
      '--',
      '.',
      ':!docs/reliability-report.md',
      ':!benchmarks/REPORT.md',
    );
    return { commit: git('rev-parse', '--short=12', 'HEAD'), dirty: changed !== '' };
  } catch {
    return { commit: 'unknown', dirty: true };
  }
}

export function describeRevision({ commit, dirty }: Revision): string {
  return dirty ? `${commit} with uncommitted changes` : commit;
}
