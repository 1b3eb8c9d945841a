import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBubblewrap } from '@agentcoord/tooling/bubblewrap';
import { describe, expect, onTestFinished, test } from 'vitest';
import { storeClock } from '../src/doctor/checks/store-clock.js';
import type { Finding } from '../src/doctor/finding.js';
import { setUpCli } from './support/cli.js';
import { type Environment, faultsOf, putFile } from './support/clone-faults.js';

const cli = setUpCli();
const at = (...parts: string[]): string => join(cli.folder, ...parts);
const FAULTS = faultsOf(cli);

/** The program on the PATH, and a sandbox where this machine has one. */
async function surroundings(): Promise<Environment> {
  await putFile(at('bin/agentcoord'), `#!/bin/sh\nexec '${process.execPath}' '${cli.script}' "$@"\n`, 0o755);
  const home = `${cli.folder}-home`;
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  await mkdir(home);
  const bubblewrap = findBubblewrap();
  return {
    HOME: home,
    PATH: `${at('bin')}:${process.env.PATH}`,
    ...bubblewrap?.env,
    ...(bubblewrap === undefined ? {} : { AGENTCOORD_BUBBLEWRAP: bubblewrap.command }),
  };
}

async function doctor(environment: Environment, ...flags: string[]) {
  const end = await cli.run(['doctor', '--json', ...flags], { environment });
  const { findings, errors, mended } = end.json().data as {
    findings: Finding[];
    errors: number;
    mended: string[];
  };
  return { code: end.code, findings, errors, mended };
}

describe('the doctor of a clone', () => {
  test('knows more than 20 faults', () => expect(FAULTS.length).toBeGreaterThanOrEqual(20));

  test.each(FAULTS)('names $fault, and what mends it', async (fault) => {
    const before = await surroundings();
    const environment = (await fault.seed(before)) ?? before;
    const { code, findings, errors } = await doctor(environment);
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: fault.check,
        severity: fault.severity,
        what: expect.stringMatching(fault.what),
        why: expect.stringMatching(/./),
        fix: expect.stringMatching(fault.fix),
      }),
    );
    expect(JSON.stringify(findings)).not.toContain('hunter2');
    expect(code).toBe(errors > 0 ? 1 : 0);
    if (!fault.isMended) return;
    const after = await doctor(environment, '--fix');
    expect(after.mended).toContainEqual(expect.stringMatching(fault.what));
    expect(after.findings.filter(({ severity, check }) => severity !== 'ok' && check !== 'sandbox')).toEqual(
      [],
    );
  });

  test('finds nothing wrong where all is as it should be', async () => {
    const environment = await surroundings();
    await cli.run(['init'], { environment });
    await cli.run(['setup', 'claude', '--strict'], { environment });
    await cli.run(['guard', 'install'], { environment });
    const { code, findings } = await doctor(environment);
    expect(code).toBe(0);
    expect(findings.filter(({ severity, check }) => severity !== 'ok' && check !== 'sandbox')).toEqual([]);
  });

  test('tells of a clock that has gone from that of the store', () => {
    expect(storeClock(0, 30_000).severity).toBe('ok');
    expect(storeClock(0, 3_600_000)).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('1h ahead'),
    });
    expect(storeClock(3_600_000, 0).what).toContain('behind');
  });
});
