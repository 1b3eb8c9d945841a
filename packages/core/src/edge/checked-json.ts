/** Returns what it is given, so that the field below is put on an object that is there already. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a private field gets onto another object.
    return object;
  }
}

/**
 * The JSON of an object that was checked, kept on the object itself, where nothing sees it or copies it: no
 * spread, no `JSON.stringify`, no comparison. In a `WeakMap`, keys that live for a moment took the garbage
 * collector a fifth of the time of an add.
 */
export class CheckedJson extends Given {
  readonly #json: string;

  private constructor(checked: object, json: string) {
    super(checked);
    this.#json = json;
  }

  static keep(checked: object, json: string): void {
    new CheckedJson(checked, json);
  }

  /** `undefined` where it was not checked, or is a copy. */
  static of(object: object): string | undefined {
    return #json in object ? object.#json : undefined;
  }
}
