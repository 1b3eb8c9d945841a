import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publishedPackages, root, workspacePackages } from './workspace.js';

describe.each(publishedPackages())('$folder', ({ folder, manifest }) => {
  test('says what it is in a README that starts with its name', () => {
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
    expect(readme.split('\n')[0]).toBe(`# ${manifest.name}`);
    expect(readme.length).toBeGreaterThan(200);
  });

  test('resolves to its sources in this repository and to dist for everybody else', () => {
    const { './package.json': self, ...entries } = manifest.exports as Record<string, unknown>;
    expect(self).toBe('./package.json');
    expect(entries).toHaveProperty(['.']);
    for (const [subpath, target] of Object.entries(entries)) {
      const name = subpath === '.' ? 'index' : subpath.slice(2);
      expect(Object.entries(target as object)).toEqual([
        ['@agentcoord/source', `./src/${name}.ts`],
        ['types', `./dist/${name}.d.ts`],
        ['default', `./dist/${name}.js`],
      ]);
      expect(existsSync(join(root, folder, 'src', `${name}.ts`))).toBe(true);
    }
  });

  test('is published as ESM with its sources, its licence and its origin', () => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      files: expect.arrayContaining(['dist', 'src']),
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public', provenance: true },
      repository: { directory: folder },
    });
    expect(String(manifest.description).length).toBeGreaterThan(20);
  });
});

test('all published packages have one version', () => {
  expect(new Set(publishedPackages().map(({ manifest }) => manifest.version)).size).toBe(1);
});

test.each(workspacePackages())('$folder takes every version from the catalog', ({ manifest }) => {
  const { dependencies = {}, devDependencies = {} } = manifest as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    const isOurs = name === 'agentcoord' || name.startsWith('@agentcoord/');
    expect(version, name).toBe(isOurs ? 'workspace:^' : 'catalog:');
  }
});
