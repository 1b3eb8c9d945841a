import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { workspaceFolders } from './fingerprint.mjs';
import { pnpm } from './pnpm.mjs';
import { root } from './root.mjs';
import { setUp } from './set-up.mjs';

process.env.AGENTCOORD_TYPES = '1';
process.exitCode = (await setUp()) || (await checkAll());

async function checkAll() {
  let exitCode = 0;
  for (const folder of workspaceFolders().filter((folder) => !readManifest(folder).private)) {
    const problems = await check(folder);
    if (problems.length > 0) exitCode = 1;
    console.log(problems.length > 0 ? `✗ ${folder}: ${problems.join(', ')}` : `✓ ${folder}`);
  }
  return exitCode;
}

/** The names of the tools that found something; what they found is printed as they run. */
async function check(folder) {
  const target = mkdtempSync(join(tmpdir(), 'agentcoord-pack-'));
  try {
    const tarball = join(target, 'package.tgz');
    const packed = await pnpm(['--dir', folder, 'pack', '--out', tarball]);
    if (packed !== 0) return ['pack'];
    const publint = await runQuietly('node_modules/.bin/publint', ['run', tarball, '--strict']);
    const types = await runQuietly('node_modules/.bin/attw', [tarball, '--profile', 'esm-only']);
    return [publint !== 0 && 'publint', types !== 0 && 'attw'].filter(Boolean);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
