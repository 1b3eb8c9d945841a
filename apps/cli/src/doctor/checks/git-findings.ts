import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AgentCoordError } from '@agentcoord/core';
import { GUARDED_HOOKS, hookPlace } from '../../guard/hook-place.js';
import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

const GUARD = /guard check pre-/;

/** Whether git is there, and whether the guard is where git looks for it. */
export async function gitFindings(facts: ProjectFacts): Promise<Finding[]> {
  const { commonDir } = facts.configuration.repository;
  const version = await gitVersion(facts);
  if (version === undefined)
    return [
      {
        check: 'git',
        severity: 'warning',
        what: 'git is not on the PATH.',
        why: 'Workers commit nothing, work trees are not made, and no commit is guarded.',
        fix: 'apt-get install git',
      },
    ];
  if (commonDir === undefined)
    return [
      {
        check: 'git',
        severity: 'warning',
        what: `${facts.configuration.repository.root} is no git repository.`,
        why: 'Work trees, commits of workers and the guard need one.',
        fix: 'git init',
      },
    ];
  try {
    return [ok('git', version), ...(await guardFindings(facts, commonDir))];
  } catch (error) {
    if (!AgentCoordError.is(error, 'misconfigured')) throw error;
    return [
      {
        check: 'git',
        severity: 'error',
        what: error.message,
        why: 'No hook of git and no worker can work here.',
        fix: `git config --global --add safe.directory ${facts.configuration.repository.root}`,
      },
    ];
  }
}

async function gitVersion({ environment }: ProjectFacts): Promise<string | undefined> {
  return promisify(execFile)('git', ['--version'], { env: { ...environment } }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function guardFindings(
  { cwd, environment, signal }: ProjectFacts,
  commonDir: string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let installed = 0;
  for (const hook of GUARDED_HOOKS) {
    const { file, isHusky } = await hookPlace(hook, { cwd, environment, signal });
    const isThere = GUARD.test(await textOf(file));
    if (isThere) installed += 1;
    const elsewhere = join(commonDir, 'hooks', hook);
    if (isThere && !isHusky && ((await stat(file)).mode & 0o111) === 0)
      findings.push({
        check: 'guard',
        severity: 'warning',
        what: `${file} has the guard and is not executable.`,
        why: 'git does not run it.',
        fix: `chmod +x ${file}`,
      });
    else if (!isThere && GUARD.test(await textOf(elsewhere)))
      findings.push({
        check: 'guard',
        severity: 'warning',
        what: `The guard is in ${elsewhere}, and git looks for hooks elsewhere (core.hooksPath): ${file}.`,
        why: 'git does not run it.',
        fix: 'agentcoord guard install',
      });
  }
  if (findings.length === 0 && installed === 1)
    findings.push({
      check: 'guard',
      severity: 'warning',
      what: 'Only one of the two hooks of the guard is there.',
      why: 'A commit or a push passes without a look.',
      fix: 'agentcoord guard install',
    });
  if (findings.length > 0) return findings;
  return [
    ok(
      'guard',
      installed > 0 ? 'Commits and pushes are guarded.' : 'Not installed (agentcoord guard install).',
    ),
  ];
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
