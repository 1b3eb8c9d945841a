import type { TaskInput } from '@agentcoord/queue';
import type { KeyPress } from './key-press.js';
import { LineEditor } from './line-editor.js';

interface Field {
  name: 'title' | 'description' | 'priority' | 'tags' | 'verify';
  label: string;
  hint: string;
  editor: LineEditor;
  /** What is wrong with it, in words. */
  check: (text: string) => string | undefined;
}

const MAX_TITLE = 200;
const MAX_TAGS = 16;

/** A new task, field by field. */
export class TaskForm {
  readonly fields: readonly Field[];
  index = 0;
  /** Set when it was tried to be sent. */
  isChecked = false;

  constructor(title = '') {
    this.fields = [
      field('title', 'Title', 'one line: what is to be done', title, (text) =>
        text.trim() === ''
          ? 'A task needs a title.'
          : [...text].length > MAX_TITLE
            ? `At most ${MAX_TITLE} characters; these are ${[...text].length}.`
            : undefined,
      ),
      field('description', 'Description', 'in full, for whoever does it', '', () => undefined),
      field('priority', 'Priority', '1 to 5, 5 comes first', '3', (text) =>
        /^[1-5]$/.test(text.trim()) ? undefined : 'A whole number from 1 to 5.',
      ),
      field(
        'tags',
        'Tags',
        'apart by blanks; only workers with one of them, or with none, take it',
        '',
        (text) => (tagsOf(text).length > MAX_TAGS ? `At most ${MAX_TAGS} tags.` : undefined),
      ),
      field('verify', 'Verify', 'a command that must pass before it counts as done', '', () => undefined),
    ];
  }

  get current(): Field | undefined {
    return this.fields[this.index];
  }

  /** What is wrong, of the field that it is about. */
  problemOf(name: Field['name']): string | undefined {
    const found = this.fields.find((one) => one.name === name);
    return found?.check(found.editor.text);
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
    else this.current?.editor.press(key);
    return undefined;
  }

  task(): TaskInput {
    const text = (name: Field['name']): string =>
      this.fields.find((one) => one.name === name)?.editor.text.trim() ?? '';
    const [description, tags, verify] = [text('description'), tagsOf(text('tags')), text('verify')];
    return {
      title: text('title'),
      priority: Number(text('priority')),
      ...(description === '' ? {} : { description }),
      ...(tags.length === 0 ? {} : { tags }),
      ...(verify === '' ? {} : { payload: { verify } }),
    };
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

function field(name: Field['name'], label: string, hint: string, text: string, check: Field['check']): Field {
  return { name, label, hint, editor: new LineEditor(text), check };
}

function tagsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((tag) => tag !== '');
}
