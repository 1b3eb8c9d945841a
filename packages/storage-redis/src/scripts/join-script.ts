import { createHash } from 'node:crypto';
import { MAX_CAPABILITY_SETS, MAX_DEPENDENTS } from '@agentcoord/core';

/** A verb's script, ready to be sent. `keys` and `args` are named by its header, in their order. */
export interface Script {
  /** `leases/acquire`; also the verb that the replay cache remembers. */
  name: string;
  /** What stands in its file. */
  source: string;
  text: string;
  sha: string;
  /** Begins with the guard where the header does not name it. */
  keys: readonly string[];
  args: readonly string[];
  /** The last key or argument stands for any number of them. */
  manyKeys: boolean;
  manyArgs: boolean;
  /** The words of one entry of the last argument, where that is a list of entries of several words each. */
  each: readonly string[];
}

/**
 * A key that never exists goes with every call. While a Cluster moves a slot from node to node, key by key, a
 * script that names a missing key beside one that is there does not begin (`TRYAGAIN`, `ASK`); otherwise it
 * would begin, meet the first key that has moved, and end half-way.
 */
export const GUARD_KEY = 'spare';

const HEADER_LINE = /^-- (KEYS|ARGV|EACH): ([^(]*)/m;
const ALSO_OF_META = /^-- META: (.*)$/m;
const NEEDS_NO_MEMORY = /^-- MEMORY: none/m;
const REFUSES_ITSELF = /^-- MEMORY: first write/m;
const INCLUDE = /^-- @(include|inline) (\S+?)(?:: (.*))?$/gm;
const TAKES = /^-- TAKES: (.*)$/m;

/** A script that is put together when it is first used: a process that runs five of them need not make fifty. */
export function joinScript(name: string, source: string, parts: Readonly<Record<string, string>>): Script {
  let joined: Omit<Script, 'sha' | 'source'> | undefined;
  let sha: string | undefined;
  const script = () => {
    joined ??= join(name, source, parts);
    return joined;
  };
  return {
    name,
    source,
    get text() {
      return script().text;
    },
    get sha() {
      sha ??= createHash('sha1').update(script().text).digest('hex');
      return sha;
    },
    get keys() {
      return script().keys;
    },
    get args() {
      return script().args;
    },
    get manyKeys() {
      return script().manyKeys;
    },
    get manyArgs() {
      return script().manyArgs;
    },
    get each() {
      return script().each;
    },
  };
}

/**
 * Puts the shared parts in the place of their `-- @include name` lines (each once, in the order first
 * met) and makes the Lua locals from the header, so that the header is what the script really takes.
 * `-- @inline name: one | two` stands for the part as well, as often as it is met, with what the part `TAKES` put in
 * the place of `$names`: a function would cost a script more to make than most of them do.
 * `-- @each` stands for reading the words of the entry at `at`; the next one is `EACH_WORDS` further on.
 */
function join(
  name: string,
  source: string,
  parts: Readonly<Record<string, string>>,
): Omit<Script, 'sha' | 'source'> {
  const keys = guarded(namesAfter('KEYS', source));
  const args = namesAfter('ARGV', source);
  const each = namesAfter('EACH', source).names;
  const lines = [
    locals('KEYS', keys.names, keys.many),
    locals('ARGV', args.names, args.many),
    `local verb, needs_no_memory, refuses_itself = '${name}', ${NEEDS_NO_MEMORY.test(source)}, ${REFUSES_ITSELF.test(source)}`,
    `local call, MOST_DEPENDENTS, MOST_CAPABILITY_SETS = redis.call, ${MAX_DEPENDENTS}, ${MAX_CAPABILITY_SETS}`,
    each.length === 0 ? '' : `local EACH_WORDS, ${each.join(', ')} = ${each.length}`,
    withoutComments(readMeta(source, readEach(each, expand(source, parts, new Set())))),
  ];
  // A local is found at once, a field of a global table twice.
  const text = lines
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll('redis.call(', 'call(');
  return {
    name,
    text,
    keys: keys.names,
    args: args.names,
    manyKeys: keys.many,
    manyArgs: args.many,
    each,
  };
}

function expand(source: string, parts: Readonly<Record<string, string>>, included: Set<string>): string {
  return source.replace(INCLUDE, (_line, kind: string, part: string, values = '') => {
    if (kind === 'include' && included.has(part)) return '';
    const text = parts[part];
    if (text === undefined) throw new Error(`There is no shared Lua part ${part}.`);
    if (kind === 'inline') return `do\n${expand(withValues(text, values), parts, new Set(included))}\nend`;
    included.add(part);
    return expand(text, parts, included);
  });
}

function withValues(text: string, values: string): string {
  const given = values.split(' | ');
  const names = TAKES.exec(text)?.[1]?.split(' ') ?? [];
  return names.reduce((told, name, index) => told.replaceAll(`$${name}`, () => given[index] ?? 'nil'), text);
}

function readEach(each: readonly string[], text: string): string {
  return text.replace(/^ *-- @each$/gm, `${each.join(', ')} = unpack(ARGV, at, at + EACH_WORDS - 1)`);
}

/** `-- @meta` in head.lua stands for what else of `meta` the script reads at its head. */
function readMeta(source: string, text: string): string {
  const fields = ALSO_OF_META.exec(source)?.[1];
  return text.replace(/^-- @meta$/m, fields === undefined ? '' : `, ${fields}`);
}

/** `meta grant tasks...` → the names, and whether the last one stands for many. */
function namesAfter(kind: 'KEYS' | 'ARGV' | 'EACH', source: string): { names: string[]; many: boolean } {
  const line = source.split('\n').find((text) => HEADER_LINE.exec(text)?.[1] === kind) ?? '';
  const names = (HEADER_LINE.exec(line)?.[2] ?? '').split(' ').filter((name) => name !== '');
  const last = names.at(-1) ?? '';
  if (!last.endsWith('...')) return { names, many: false };
  return { names: [...names.slice(0, -1), last.slice(0, -3)], many: true };
}

function guarded({ names, many }: { names: string[]; many: boolean }): { names: string[]; many: boolean } {
  return { names: names.includes(GUARD_KEY) ? names : [GUARD_KEY, ...names], many };
}

/** Single ones by value; the many by the index of the first. */
function locals(kind: 'KEYS' | 'ARGV', names: readonly string[], many: boolean): string {
  if (names.length === 0) return '';
  const values = names.map((_, index) =>
    many && index === names.length - 1 ? String(index + 1) : `${kind}[${index + 1}]`,
  );
  return `local ${names.join(', ')} = ${values.join(', ')}`;
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('--'))
    .join('\n');
}
