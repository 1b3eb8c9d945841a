import type { Form } from './forms/form.js';
import type { LineEditor } from './line-editor.js';

export interface Prompt {
  kind: 'prompt';
  label: string;
  hint: string;
  editor: LineEditor;
  onSubmit: (text: string) => void;
  onChange?: (text: string) => void;
  onCancel?: () => void;
  /** What the whole line could become, the best first. */
  complete?: (text: string) => Completion[];
}

export interface Completion {
  line: string;
  /** What is shown of it: the part that is new, and what it is about. */
  label: string;
}

export interface Confirmation {
  kind: 'confirm';
  question: string;
  /** What it does, for who has to decide. */
  consequence: string;
  onYes: () => void;
}

/** What lies over the panes and has the keyboard. */
export type Overlay =
  | Prompt
  | Confirmation
  | { kind: 'help'; top: number }
  | { kind: 'problems'; index: number }
  | { kind: 'form'; form: Form };
