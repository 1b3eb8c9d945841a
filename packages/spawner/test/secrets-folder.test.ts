import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sweepSecrets } from '../src/docker/secrets-folder.js';
import { temporaryFolder } from './support/temporary.js';

test('folders of secrets without a container are removed when they are old; all others stay', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const old = new Date(Date.now() - 3_600_000);
  const names = ['worker_gone', 'worker_runs', 'worker_unknown', 'worker_young'].map(
    (name) => `agentcoord-secrets-${name}`,
  );
  for (const name of [...names, 'of-somebody-else']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'secrets.json'), '{}');
    if (!name.endsWith('young')) utimesSync(join(folder, name), old, old);
  }
  symlinkSync(join(folder, 'of-somebody-else'), join(folder, 'agentcoord-secrets-link'));
  const answers: Record<string, boolean | undefined> = { worker_runs: true, worker_unknown: undefined };
  const asked: string[] = [];
  await sweepSecrets(async (spawnId) => {
    asked.push(spawnId);
    return spawnId in answers ? answers[spawnId] : false;
  });
  expect(readdirSync(folder).sort()).toEqual(
    ['agentcoord-secrets-link', ...names.slice(1), 'of-somebody-else'].sort(),
  );
  expect(asked.sort()).toEqual(['worker_gone', 'worker_runs', 'worker_unknown']);
  expect(readdirSync(join(folder, 'of-somebody-else'))).toEqual(['secrets.json']);
});
