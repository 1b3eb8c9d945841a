import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { markdownTable } from '../report/markdown-table.js';
import type { Benchmark } from './benchmark.js';

/** Runs one benchmark in a process of its own, so that none warms up or burdens the next. */
const [benchmarkFile = '', resultFile = '', mode] = process.argv.slice(2);
const { default: benchmark } = (await import(pathToFileURL(benchmarkFile).href)) as { default: Benchmark };
const rows = await benchmark.run({ quick: mode === 'quick' });
const table = markdownTable(rows);
console.log(`\n${benchmark.title}\n\n${table}`);
const section = [`## ${benchmark.title}`, benchmark.about, table].filter((part) => part !== undefined);
writeFileSync(resultFile, section.join('\n\n'));
