import { SigningKey } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { readConfigFile, resolveConfiguration } from '../src/index.js';
import { temporaryFolder, temporaryRepository, write } from './support/temporary.js';

const FILE = '.agentcoord/config.json';

describe('the operator’s key', () => {
  test('lies in the user’s configuration folder, or in AGENTCOORD_HOME, never in the work tree', async () => {
    const cwd = temporaryRepository();
    const elsewhere = temporaryFolder();
    const at = async (environment: Record<string, string>): Promise<string> =>
      (await resolveConfiguration({ cwd, environment })).operatorKeyFile;
    expect(await at({ HOME: '/home/ada' })).toBe('/home/ada/.config/agentcoord/operator.key');
    const both = { HOME: '/home/ada', XDG_CONFIG_HOME: '/etc/ada' };
    expect(await at(both)).toBe('/etc/ada/agentcoord/operator.key');
    expect(await at({ HOME: '/home/ada', XDG_CONFIG_HOME: 'relative' })).toBe(
      '/home/ada/.config/agentcoord/operator.key',
    );
    expect(await at({ ...both, AGENTCOORD_HOME: elsewhere })).toBe(`${elsewhere}/keys/operator.key`);
    expect(await at({ ...both, AGENTCOORD_HOME: `${cwd}/store` })).toBe('/etc/ada/agentcoord/operator.key');
  });

  test('is pinned by its public half, beside the policies', async () => {
    const cwd = temporaryRepository();
    const operatorKeys = [SigningKey.create().publicKey];
    const autoApprove = [{ action: 'deploy:staging*', tags: ['backend'], name: 'staging' }];
    write(cwd, FILE, JSON.stringify({ namespace: 'a', operatorKeys, autoApprove }));
    expect(await readConfigFile(cwd)).toEqual({ namespace: 'a', operatorKeys, autoApprove });
    expect(await resolveConfiguration({ cwd, environment: {} })).toMatchObject({ operatorKeys, autoApprove });
  });

  test.each([
    ['a key that is none', { operatorKeys: ['ed25519:short'] }, 'operatorKeys'],
    ['a private key', { operatorKeys: [SigningKey.create().toPem()] }, 'operatorKeys'],
    ['one key without a list', { operatorKeys: SigningKey.create().publicKey }, 'operatorKeys'],
    ['a policy without an action', { autoApprove: [{ tags: ['a'] }] }, 'autoApprove'],
    ['a policy with a condition nobody knows', { autoApprove: [{ action: 'a', tag: 'b' }] }, 'autoApprove'],
  ])('%s in the configuration stops everything', async (_what, config, key) => {
    const cwd = temporaryRepository();
    write(cwd, FILE, JSON.stringify(config));
    const wrong = resolveConfiguration({ cwd, environment: {} });
    await expect(wrong).rejects.toMatchObject({ code: 'misconfigured', data: { key } });
  });
});
