import type { JudgedAgent } from '../model/agent-table.js';
import type { Controller } from './controller.js';
import { scaleForm } from './forms/scale-form.js';
import { spawnForm } from './forms/spawn-form.js';

/** @param many `:spawn 3` */
export function spawnWorkers(controller: Controller, many = ''): void {
  if (controller.refusesChanges()) return;
  const count = numberIn(controller, many);
  if (count === 'wrong') return;
  controller.overlay = { kind: 'form', form: spawnForm({ count }) };
}

/** Begins with the pool of the worker that is selected, and with how many it has. */
export function scaleWorkers(controller: Controller, many = ''): void {
  if (controller.refusesChanges()) return;
  const selected =
    controller.list === 'agents' ? (controller.selected('agents') as JudgedAgent | undefined) : undefined;
  const tags = selected?.kind === 'worker' ? selected.tags : [];
  const { model, now } = controller.parts;
  const living = model.agents
    .tree(now())
    .filter(({ kind, state }) => kind === 'worker' && state !== 'left' && state !== 'dead')
    .filter((worker) => [...worker.tags].sort().join(' ') === [...tags].sort().join(' ')).length;
  const count = numberIn(controller, many);
  if (count === 'wrong') return;
  controller.overlay = { kind: 'form', form: scaleForm({ count: count ?? living, tags }) };
}

function numberIn(controller: Controller, text: string): number | undefined | 'wrong' {
  if (text === '') return undefined;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  controller.say(`${JSON.stringify(text)} is no number of workers.`, 'bad');
  return 'wrong';
}
