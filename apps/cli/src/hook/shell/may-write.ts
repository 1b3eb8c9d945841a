const HARMLESS = /\d?>{1,2}\s*(?:&\d|\/dev\/(?:null|stdout|stderr))(?=[\s;|&)]|$)/g;
const WRITES = /[>]|\b(?:rm|mv|cp|tee|sed|perl|git|dd|ln|install|truncate|touch|unlink|shred|curl|wget)\b/;

/** Whether a command is worth reading: most are not, and the parser costs some milliseconds. */
export function mayWrite(command: string): boolean {
  return WRITES.test(command.replace(HARMLESS, ' '));
}
