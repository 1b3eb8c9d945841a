import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectReport, renderReport, writeReportFile } from '@agentcoord/report';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { expect, onTestFinished, test } from 'vitest';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function somePage(namespace: string): Promise<string> {
  const storage = await openMemoryStorage();
  onTestFinished(() => storage.close());
  return renderReport(await collectReport({ storage, namespace }));
}

test('writes a page, replaces a report, and leaves nothing else in the folder', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'out.html');
  for (const name of ['first', 'second']) {
    const page = await somePage(name);
    await writeReportFile(file, page);
    expect(await readFile(file, 'utf8')).toBe(page);
  }
  expect(await readdir(folder)).toEqual(['out.html']);
});

test('refuses to replace what is no report, and does it when it is told to', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'thesis.html');
  await writeFile(file, '<!DOCTYPE html><p>years of work</p>');
  const page = await somePage('a run');
  await expect(writeReportFile(file, page)).rejects.toMatchObject({ code: 'already_exists', data: { file } });
  expect(await readFile(file, 'utf8')).toContain('years of work');
  await writeReportFile(file, page, { force: true });
  expect(await readFile(file, 'utf8')).toBe(page);
});

test('names the file where it cannot be written, and leaves nothing half-written', async () => {
  const folder = await emptyFolder();
  const page = await somePage('a run');
  const missing = join(folder, 'no', 'such', 'folder', 'out.html');
  await expect(writeReportFile(missing, page)).rejects.toMatchObject({ code: 'storage_unwritable' });
  await mkdir(join(folder, 'taken'));
  const onFolder = writeReportFile(join(folder, 'taken'), page, { force: true });
  await expect(onFolder).rejects.toMatchObject({ code: 'storage_unwritable' });
  expect(await readdir(folder)).toEqual(['taken']);
});
