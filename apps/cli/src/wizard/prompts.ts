import type { Readable, Writable } from 'node:stream';
import { printable } from '@agentcoord/core';

export const BACK = Symbol('back');
export const LEFT = Symbol('left');
export type Back = typeof BACK;
export type Left = typeof LEFT;

export interface Option<Value> {
  value: Value;
  label: string;
  hint?: string | undefined;
}

export interface Ask {
  message: string;
}

export interface AskSelect<Value> extends Ask {
  options: ReadonlyArray<Option<Value>>;
  initial?: Value;
}

export interface AskMany<Value> extends Ask {
  options: ReadonlyArray<Option<Value>>;
  initial: Value[];
}

export interface AskText extends Ask {
  initial: string;
  /** What is wrong with it, in a sentence. */
  problemOf: (text: string) => string | undefined;
}

type Answer<Value> = Promise<Value | Back | Left>;

/** Questions in a terminal. Escape goes back, Ctrl-C leaves; the library itself knows only one end for both. */
export interface Prompts {
  intro(title: string): void;
  say(text: string): void;
  warn(text: string): void;
  outro(text: string): void;
  select<Value>(ask: AskSelect<Value>): Answer<Value>;
  many<Value>(ask: AskMany<Value>): Answer<Value[]>;
  text(ask: AskText): Answer<string>;
  confirm(ask: Ask): Answer<boolean>;
}

interface Terminal {
  input: Readable;
  output: Writable;
  signal: AbortSignal;
}

export async function openPrompts(terminal: Terminal): Promise<Prompts & Disposable> {
  const clack = await import('@clack/prompts');
  const { input, output, signal } = terminal;
  let lastKey: string | undefined;
  const noteKey = (_text: unknown, key: { name?: string } | undefined): void => {
    lastKey = key?.name;
  };
  input.on('keypress', noteKey);
  const ends = async <Value>(asked: Promise<Value | symbol>): Answer<Value> => {
    const answer = await asked;
    if (typeof answer !== 'symbol') return answer;
    return lastKey === 'escape' && !signal.aborted ? BACK : LEFT;
  };
  const common = { input, output, signal };
  return {
    intro: (title) => clack.intro(title, { output }),
    say: (text) => clack.log.info(safe(text), { output }),
    warn: (text) => clack.log.warn(safe(text), { output }),
    outro: (text) => clack.outro(safe(text), { output }),
    select: <Value>({ message, options, initial }: AskSelect<Value>) =>
      ends<Value>(
        clack.select({
          ...common,
          message,
          options: options.map(asOption) as never,
          ...(initial === undefined ? {} : { initialValue: initial }),
        }) as Promise<Value | symbol>,
      ),
    many: <Value>({ message, options, initial }: AskMany<Value>) =>
      ends<Value[]>(
        clack.multiselect({
          ...common,
          message,
          options: options.map(asOption) as never,
          initialValues: initial,
          required: false,
        }) as Promise<Value[] | symbol>,
      ),
    text: ({ message, initial, problemOf }) =>
      ends<string>(
        clack.text({
          ...common,
          message,
          initialValue: initial,
          validate: (text) => problemOf(text ?? ''),
        }),
      ),
    confirm: ({ message }) => ends<boolean>(clack.confirm({ ...common, message, initialValue: true })),
    [Symbol.dispose]: () => {
      input.off('keypress', noteKey);
    },
  };
}

/** Names of folders and addresses come from outside. */
function safe(text: string): string {
  return printable(text);
}

function asOption<Value>({ value, label, hint }: Option<Value>): object {
  return { value, label: safe(label), ...(hint === undefined ? {} : { hint: safe(hint) }) };
}
