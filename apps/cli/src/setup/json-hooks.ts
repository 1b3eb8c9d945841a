import type { Node } from 'jsonc-parser';
import type { FileEdit } from './file-edit.js';
import { cutOut, insertedAt, isBare, nodeAt, plainValue, treeOf } from './json-text.js';

export interface HookEntry {
  /** Of Claude Code: `PreToolUse`. */
  event: string;
  matcher?: string;
  command: string;
  timeoutSeconds: number;
}

const OURS = /(^|[\s/\\"'])agentcoord(\.cmd)?["']?\s+hook\s/;

/** The hooks of `entries` in a settings file of Claude Code, beside those of others. */
export function jsonHooks(file: string, entries: readonly HookEntry[]): FileEdit {
  return {
    file,
    what: 'hooks',
    add(text) {
      if (isCurrent(text, entries)) return text;
      return entries.reduce(
        (before, entry) =>
          insertedAt(before, ['hooks', entry.event], { value: groupOf(entry), inList: true }),
        withoutOurs(text),
      );
    },
    remove: withoutOurs,
    isEmpty: (text) => Object.keys(objectOf(text)).length === 0,
  };
}

function groupOf({ matcher, command, timeoutSeconds }: HookEntry): object {
  return {
    ...(matcher === undefined ? {} : { matcher }),
    hooks: [{ type: 'command', command, timeout: timeoutSeconds }],
  };
}

function isCurrent(text: string, entries: readonly HookEntry[]): boolean {
  const wanted = entries.map((entry) => JSON.stringify([entry.event, groupOf(entry)])).sort();
  const found = ourHooks(text).map(({ event, group }) => JSON.stringify([event, plainValue(group)]));
  return JSON.stringify(found.sort()) === JSON.stringify(wanted);
}

function withoutOurs(text: string): string {
  let rest = text;
  for (let [found] = ourHooks(rest); found !== undefined; [found] = ourHooks(rest)) {
    const { event, group, hook } = found;
    const isAlone = (hook.parent?.children ?? []).length === 1;
    rest = cutOut(rest, isAlone ? group : hook);
    for (const path of [['hooks', event], ['hooks']]) {
      const container = nodeAt(rest, path);
      if (container !== undefined && isBare(rest, container)) rest = cutOut(rest, container);
    }
  }
  return rest;
}

function ourHooks(text: string): Array<{ event: string; group: Node; hook: Node }> {
  const events = nodeAt(text, ['hooks'])?.children ?? [];
  return events.flatMap(({ children: [key, groups] = [] }) =>
    (groups?.children ?? []).flatMap((group) => {
      const hooks = group.children?.find(({ children: [name] = [] }) => name?.value === 'hooks')
        ?.children?.[1];
      return (hooks?.children ?? [])
        .filter(isOurs)
        .map((hook) => ({ event: String(key?.value), group, hook }));
    }),
  );
}

function isOurs(hook: Node): boolean {
  const value = plainValue(hook) as { command?: unknown } | null;
  return typeof value?.command === 'string' && OURS.test(value.command);
}

function objectOf(text: string): object {
  const tree = treeOf(text);
  return tree === undefined ? {} : (plainValue(tree) as object);
}
