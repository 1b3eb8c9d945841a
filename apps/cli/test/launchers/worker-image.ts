import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContainerEngine } from '@agentcoord/tooling/container-engine';
import type { BuiltCli } from '../support/build-cli.js';

const DOCKERFILE = fileURLToPath(new URL('../../../../docker/worker/Dockerfile', import.meta.url));
const fromFileStore = createRequire(
  createRequire(import.meta.url).resolve('@agentcoord/storage-file/package.json'),
);
const IMAGE = 'agentcoord-test-worker:latest';

/** The repository's own Dockerfile, built on a base that is this machine's Node. */
export function buildWorkerImage({ podman, baseImage }: ContainerEngine, { script }: BuiltCli): string {
  const context = mkdtempSync(join(tmpdir(), 'agentcoord-image-'));
  try {
    cpSync(dirname(script), join(context, 'dist'), { recursive: true });
    symlinkSync(join('dist', basename(script)), join(context, 'bin.cjs'));
    copyPackages(context);
    const build = ['build', '--file', DOCKERFILE, '--tag', IMAGE, '--pull=never', '--network=none'];
    const base = ['--build-arg', `BASE=localhost/${baseImage}`, '--build-arg', 'SOURCE=context'];
    podman([...build, ...base, context]);
    return `localhost/${IMAGE}`;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** The one dependency outside the bundle, with all it needs. */
function copyPackages(context: string): void {
  const seen = new Set<string>();
  const copy = (name: string, from: NodeJS.Require): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const manifestFile = findManifest(name, from);
    if (manifestFile === undefined) return;
    const folder = realpathSync(dirname(manifestFile));
    cpSync(folder, join(context, 'node_modules', name), {
      recursive: true,
      filter: (path) => !path.startsWith(join(folder, 'node_modules')),
    });
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    for (const next of needed) copy(next, createRequire(join(folder, 'package.json')));
  };
  copy('libsql', fromFileStore);
}

/** Asked of the folders, for a package may not export its manifest; an optional one may be for another machine. */
function findManifest(name: string, from: NodeJS.Require): string | undefined {
  const manifests = (from.resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json'));
  return manifests.find((file) => existsSync(file));
}
