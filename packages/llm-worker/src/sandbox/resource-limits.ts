import type { ResourceLimits } from './sandbox.js';

const OPEN_FILES = 4096;

/**
 * Sets the limits of a shell and of all it starts; hard ones, which nobody without rights can raise.
 * `ulimit -u` is bash, `-p` dash; a shell that has neither goes on, because the control group may hold.
 */
export function limitsScript({ processes, memoryBytes, fileBytes }: ResourceLimits): string {
  const kilobytes = Math.ceil(memoryBytes / 1024);
  // POSIX counts files in blocks of 512 bytes; bash outside its POSIX mode would mean 1024.
  const blocks = Math.ceil(fileBytes / 512);
  return [
    'ulimit -c 0',
    `ulimit -n ${OPEN_FILES} 2>/dev/null`,
    `ulimit -d ${kilobytes}`,
    `ulimit -f ${blocks}`,
    `{ ulimit -u ${processes} || ulimit -p ${processes}; } 2>/dev/null`,
  ].join('; ');
}
