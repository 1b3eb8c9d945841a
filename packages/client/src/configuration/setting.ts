export type SettingSource = 'flag' | 'environment' | 'file';

export interface Setting {
  value: string;
  source: SettingSource;
  /** How a person finds it. */
  setBy: string;
}

/** The first that is set; empty text counts as not set, as shells cannot do better. */
export function firstSet(
  candidates: Array<Omit<Setting, 'value'> & { value: string | undefined }>,
): Setting | undefined {
  for (const { value, source, setBy } of candidates) {
    if (value !== undefined && value !== '') return { value, source, setBy };
  }
  return undefined;
}
