import { type JsonObject, printable, redact } from '@agentcoord/core';
import type { Logger } from '@agentcoord/llm-worker';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Log lines as JSON, one a line: time, level, message, then what belongs to it. Redacted as a whole. */
export function createWorkerLog(
  write: (line: string) => void,
  options: { debug: boolean; agent: () => string | undefined; secrets: readonly string[] },
): Logger {
  const log =
    (level: Level) =>
    (message: string, data: JsonObject = {}) => {
      if (level === 'debug' && !options.debug) return;
      const line = JSON.stringify({
        time: new Date().toISOString(),
        level,
        agent: options.agent(),
        message,
        ...data,
      });
      write(redact(printable(line, { singleLine: true }), options.secrets));
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}
