import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { type AuditFilterFlags, addAuditFilter, auditFilterOf } from '../input/audit-filter.js';
import { plain } from '../output/plain.js';

interface ExportOptions extends AuditFilterFlags {
  out?: string;
}

export const define: DefineCommand = (command, handle) => {
  addAuditFilter(command)
    .description(
      'Every entry as a line of canonical JSON, archived ones too: as it lies in the log, to be verified elsewhere.',
    )
    .option('--out <file>', 'write them there; a file that exists is not overwritten')
    .action(handle(exportAudit));
};

function exportAudit(call: CommandCall<ExportOptions>): Promise<CommandResult | undefined> {
  return withAudit(call, async (audit) => {
    const { storage } = await call.connect();
    const filter = auditFilterOf(call, await storage.now());
    await audit.derive({ signal: call.signal });
    const lines = audit.export({ ...filter, signal: call.signal });
    const { out } = call.options;
    if (out === undefined) {
      const text = call.io.stdout.isTTY === true ? asciiLine : (line: string) => line;
      for await (const line of lines) call.emit({ data: JSON.parse(line), text: text(line) });
      return undefined;
    }
    const file = resolve(call.cwd, out);
    const entries = await writeLines(file, lines);
    return { data: { file, entries }, text: plain`Wrote ${entries} entries to ${file}.` };
  });
}

/** On a terminal nothing of it may act; as JSON it stays the same value. In a file every byte counts. */
function asciiLine(line: string): string {
  return line.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function writeLines(path: string, lines: AsyncIterable<string>): Promise<number> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      let count = 0;
      for await (const line of lines) {
        await file.appendFile(`${line}\n`);
        count += 1;
      }
      return count;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (AgentCoordError.is(error)) throw error;
    throw new AgentCoordError(
      'storage_unwritable',
      `The entries cannot be written to ${path}: ${describeThrown(error)}. Choose a new file in a folder you may write to.`,
      { data: { file: path }, cause: error },
    );
  }
}
