import type { Actions } from '../../actions/actions.js';
import type { KeyPress } from '../key-press.js';
import { LineEditor } from '../line-editor.js';

export interface FieldInput {
  name: string;
  label: string;
  hint: string;
  text?: string;
  /** One of these; left and right go through them. */
  choices?: readonly string[];
  /** What is wrong with it, in words. */
  check?: (text: string) => string | undefined;
  /** False where what stands in another field makes it say nothing. */
  isUsed?: (values: FormValues) => boolean;
}

export interface Field extends Omit<FieldInput, 'text' | 'check'> {
  editor: LineEditor;
  check: (text: string) => string | undefined;
}

export interface FormInput {
  title: string;
  /** `adds`, `starts`: what Ctrl-s does. */
  verb: string;
  /** Said when it was left. */
  nothing: string;
  fields: readonly FieldInput[];
  send: (values: FormValues) => Sending;
}

/** What a form asks for when everything in it is right. */
export interface Sending {
  /** Said while it is under way. */
  doing: string;
  work: (actions: Actions) => Promise<string>;
  /** Asked first, where it destroys. */
  confirm?: { question: string; consequence: string };
}

/** Without the blanks around it; empty for a field that there is not. */
export type FormValues = (name: string) => string;

/** Something to be filled in, field by field. */
export class Form {
  readonly fields: readonly Field[];
  index = 0;
  /** Set when it was tried to be sent. */
  isChecked = false;

  constructor(readonly input: FormInput) {
    this.fields = input.fields.map(({ text = '', check = () => undefined, ...rest }) => ({
      ...rest,
      check,
      editor: new LineEditor(text),
    }));
  }

  /** What is to be said about a field: nothing before somebody has tried to send it. */
  problemOf({ check, editor }: Field): string | undefined {
    return this.isChecked ? check(editor.text) : undefined;
  }

  /** `submit`: everything is right. */
  press(key: KeyPress): 'submit' | 'cancel' | undefined {
    if (key.name === 'escape') return 'cancel';
    if (key.name === 'C-s') return this.submit();
    if (key.name === 'enter') {
      if (this.index === this.fields.length - 1) return this.submit();
      this.move(1);
    } else if (key.name === 'tab' || key.name === 'down') this.move(1);
    else if (key.name === 'S-tab' || key.name === 'up') this.move(-1);
    else this.fill(key);
    return undefined;
  }

  sending(): Sending {
    return this.input.send(this.values);
  }

  isUsed({ isUsed }: Field): boolean {
    return isUsed?.(this.values) ?? true;
  }

  private readonly values: FormValues = (name) =>
    this.fields.find((field) => field.name === name)?.editor.text.trim() ?? '';

  private fill(key: KeyPress): void {
    const field = this.fields[this.index];
    if (field?.choices === undefined) field?.editor.press(key);
    else choose(field, field.choices, key);
  }

  private submit(): 'submit' | undefined {
    this.isChecked = true;
    const wrong = this.fields.findIndex(({ editor, check }) => check(editor.text) !== undefined);
    if (wrong === -1) return 'submit';
    this.index = wrong;
    return undefined;
  }

  private move(by: number): void {
    this.index = (this.index + by + this.fields.length) % this.fields.length;
  }
}

/** Left, right and the blank go through the choices, a letter to the next one that begins with it. */
function choose({ editor }: Field, choices: readonly string[], { name, typed }: KeyPress): void {
  const at = choices.indexOf(editor.text);
  const step = name === 'left' ? -1 : name === 'right' || typed === ' ' ? 1 : 0;
  if (step !== 0) editor.text = choices[(at + step + choices.length) % choices.length] ?? '';
  else if (typed !== undefined) {
    const round = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
    editor.text = round.find((choice) => choice.startsWith(typed.toLowerCase())) ?? editor.text;
  }
}
