import {
  createScanner,
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { indentAt, styleOf } from './text-style.js';

const BOM = '\uFEFF';
const OPTIONS = { allowTrailingComma: true, disallowComments: false };

/** @throws a sentence that says what is wrong where. */
export function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text.replace(BOM, ' '), errors, { ...OPTIONS, allowEmptyContent: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new Error(`it is no JSON: ${printParseErrorCode(error.error)} in line ${line}`);
  }
  if (tree !== undefined && tree.type !== 'object') throw new Error('it holds no JSON object');
  return tree;
}

export function nodeAt(text: string, path: JSONPath): Node | undefined {
  const tree = treeOf(text);
  return tree && findNodeAtLocation(tree, path);
}

export function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value ? [[String(key.value), plainValue(value)]] : [],
    ),
  );
}

/** Puts a value at a path whose containers are made where they are missing; `inList`: as a member of the list there. */
export function insertedAt(
  text: string,
  path: readonly string[],
  member: { value: unknown; inList?: boolean },
): string {
  const value = member.inList ? [member.value] : member.value;
  const tree = treeOf(text);
  if (tree === undefined) return text + wholeFile(text, nested(path, value));
  let depth = path.length;
  let node: Node | undefined;
  for (; depth >= 0; depth -= 1) {
    node = depth === 0 ? tree : findNodeAtLocation(tree, path.slice(0, depth));
    if (node !== undefined) break;
  }
  if (node === undefined) return text;
  if (depth === path.length) {
    if (node.type !== 'array' || !member.inList) throw new Error(`${path.join('.')} is there and is no list`);
    return withMember(text, node, (style) => print(member.value, style));
  }
  if (node.type !== 'object') throw new Error(`${path.slice(0, depth).join('.')} is there and is no object`);
  const [key = '', ...rest] = path.slice(depth);
  return withMember(text, node, (style) => `${JSON.stringify(key)}: ${print(nested(rest, value), style)}`);
}

/** Cuts a member out of its object or list, with the comma that came with it. */
export function cutOut(text: string, node: Node): string {
  const member = node.parent?.type === 'property' ? node.parent : node;
  const siblings = member.parent?.children ?? [];
  const before = siblings[siblings.indexOf(member) - 1];
  const end = member.offset + member.length;
  const start = text.slice(0, member.offset).trimEnd().length;
  const comma = commaAfter(text, end);
  if (comma !== undefined) return text.slice(0, start) + text.slice(end, comma) + text.slice(comma + 1);
  const rest = text.slice(0, start) + text.slice(end);
  const own = before && commaAfter(rest, before.offset + before.length);
  return own === undefined ? rest : rest.slice(0, own) + rest.slice(own + 1);
}

interface MemberStyle {
  eol: string;
  indent: string;
  /** Of the member itself. */
  outer: string;
}

function withMember(text: string, container: Node, member: (style: MemberStyle) => string): string {
  const { eol, indent } = styleOf(text);
  const close = container.offset + container.length - 1;
  const last = container.children?.at(-1);
  const lastEnd = last === undefined ? container.offset + 1 : last.offset + last.length;
  const first = container.children?.[0];
  const isSpread = first === undefined || text.slice(container.offset, first.offset).includes('\n');
  const inner =
    last !== undefined && isSpread ? indentAt(text, last.offset) : indentAt(text, container.offset) + indent;
  const written = member({ eol, indent, outer: isSpread ? inner : indentAt(text, container.offset) });
  const { at, hasComma } = endOfMembers(text, lastEnd, close);
  const separator = isSpread ? eol + inner : ' ';
  // A list that ends its members with a comma goes on doing so.
  const ending = hasComma ? ',' : '';
  const closing =
    isSpread && !text.slice(at, close).includes('\n') ? eol + indentAt(text, container.offset) : '';
  const comma = last === undefined || hasComma ? '' : ',';
  return (
    text.slice(0, lastEnd) +
    comma +
    text.slice(lastEnd, at) +
    separator +
    written +
    ending +
    closing +
    text.slice(at)
  );
}

/** Behind the last member with its comma and its comments. */
function endOfMembers(text: string, from: number, close: number): { at: number; hasComma: boolean } {
  const part = text.slice(from, close);
  const scanner = createScanner(part);
  let at = from;
  let hasComma = false;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const token = part.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    if (token.trim() === '') continue;
    if (token === ',') hasComma = true;
    at = from + scanner.getTokenOffset() + scanner.getTokenLength();
  }
  return { at, hasComma };
}

function commaAfter(text: string, from: number): number | undefined {
  const scanner = createScanner(text.slice(from), true);
  scanner.scan();
  const at = from + scanner.getTokenOffset();
  return text[at] === ',' ? at : undefined;
}

function print(value: unknown, { eol, indent, outer }: MemberStyle): string {
  return JSON.stringify(value, undefined, indent).replaceAll('\n', eol + outer);
}

function wholeFile(text: string, value: unknown): string {
  const { eol } = styleOf(text);
  const start = text === '' || text === BOM || text.endsWith('\n') ? '' : eol;
  return `${start}${JSON.stringify(value, undefined, 2).replaceAll('\n', eol)}${eol}`;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** Nothing stands between its brackets, not even a comment. */
export function isBare(text: string, { offset, length }: Node): boolean {
  return text.slice(offset + 1, offset + length - 1).trim() === '';
}
