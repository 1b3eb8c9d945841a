import { printable } from '@agentcoord/core';
import type { Engine } from './engine.js';
import { noSuchImage, saidBy } from './engine-errors.js';

export interface PullImage {
  image: string;
  /** One line each time something moves. */
  onProgress: (text: string) => void;
  signal?: AbortSignal;
}

interface Progress {
  id?: string;
  status?: string;
  error?: string;
  progressDetail?: { current?: number; total?: number };
  message?: string;
}

/** Makes sure that the image is here. @throws `spawn_failed` saying how to get one. */
export async function ensureImage(engine: Engine, request: PullImage): Promise<void> {
  const { image, signal } = request;
  const found = await engine.call('GET', `/images/${encodeURIComponent(image)}/json`, { signal });
  if (found.status === 200) return;
  if (found.status !== 404) throw noSuchImage(image, saidBy(found));
  await pull(engine, request);
}

async function pull(engine: Engine, { image, onProgress, signal }: PullImage): Promise<void> {
  onProgress(`pulling ${image}`);
  const path = `/images/create?fromImage=${encodeURIComponent(withTag(image))}`;
  let failure: string | undefined;
  for await (const line of engine.lines('POST', path, { signal })) {
    const { id, status, error, message, progressDetail } = (line ?? {}) as Progress;
    failure = error ?? (status === undefined ? message : undefined) ?? failure;
    const part = progressDetail?.total
      ? ` ${Math.round((100 * (progressDetail.current ?? 0)) / progressDetail.total)} %`
      : '';
    if (status !== undefined)
      onProgress(printable(`pulling ${image}: ${id ?? ''} ${status}${part}`, { singleLine: true }));
  }
  const pulled = await engine.call('GET', `/images/${encodeURIComponent(image)}/json`, { signal });
  if (pulled.status === 200) return;
  const why = failure ?? 'the engine did not say why';
  throw noSuchImage(image, printable(why, { singleLine: true }).slice(0, 500).replace(/\.$/, ''));
}

/** Without a tag an engine pulls every one there is. */
function withTag(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? image : `${image}:latest`;
}
