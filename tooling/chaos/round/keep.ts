import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../history/evidence.js';
import type { Scene } from './scene.js';

/** Leaves what a red round wrote where it can be looked at. @returns the folder */
export function keepHistories(scene: Scene, evidence: Evidence, violations: readonly string[]): string {
  const { plan } = scene;
  const folder = join(tmpdir(), `agentcoord-chaos-${plan.seed}-${plan.round}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(scene.histories, join(folder, 'histories'), { recursive: true });
  const { calls: _inHistories, ...rest } = evidence;
  writeFileSync(join(folder, 'round.json'), JSON.stringify({ plan, violations, ...rest }, null, 1));
  return folder;
}
