/** What a text means; a theme says what that looks like. */
export type StyleName =
  | 'text'
  | 'faint'
  | 'heading'
  | 'title'
  | 'border'
  | 'focus'
  | 'accent'
  | 'good'
  | 'warning'
  | 'bad'
  | 'key'
  | 'logo'
  | 'alarm';

/** Colours are indexes of the 256-colour palette; left out, the terminal's own. */
export interface Look {
  foreground?: number;
  background?: number;
  bold?: boolean;
  underline?: boolean;
  inverse?: boolean;
}

export interface Theme {
  styles: Readonly<Record<StyleName, Look>>;
  /** Laid over the row that is selected in the pane that has the focus, and in the others. */
  selected: Look;
  remembered: Look;
}

const NEON: Theme = {
  styles: {
    text: { foreground: 252 },
    faint: { foreground: 244 },
    heading: { foreground: 51 },
    title: { foreground: 51, bold: true },
    border: { foreground: 93 },
    focus: { foreground: 199, bold: true },
    accent: { foreground: 141 },
    good: { foreground: 82 },
    warning: { foreground: 214 },
    bad: { foreground: 197, bold: true },
    key: { foreground: 199 },
    logo: { foreground: 199, bold: true },
    alarm: { foreground: 231, background: 161, bold: true },
  },
  selected: { background: 54, bold: true },
  remembered: { background: 235 },
};

/** No foreground and no background: what NO_COLOR asks for. */
const MONO: Theme = {
  styles: {
    text: {},
    faint: {},
    heading: { bold: true },
    title: { bold: true },
    border: {},
    focus: { bold: true },
    accent: {},
    good: {},
    warning: { bold: true },
    bad: { bold: true, underline: true },
    key: { bold: true },
    logo: { bold: true },
    alarm: { inverse: true, bold: true },
  },
  selected: { inverse: true },
  remembered: { underline: true },
};

const HIGH_CONTRAST: Theme = {
  styles: {
    text: { foreground: 15, background: 0 },
    faint: { foreground: 15, background: 0 },
    heading: { foreground: 14, background: 0, bold: true },
    title: { foreground: 14, background: 0, bold: true },
    border: { foreground: 15, background: 0 },
    focus: { foreground: 11, background: 0, bold: true },
    accent: { foreground: 15, background: 0 },
    good: { foreground: 10, background: 0, bold: true },
    warning: { foreground: 11, background: 0, bold: true },
    bad: { foreground: 15, background: 1, bold: true },
    key: { foreground: 11, background: 0, bold: true },
    logo: { foreground: 11, background: 0, bold: true },
    alarm: { foreground: 15, background: 1, bold: true },
  },
  selected: { foreground: 0, background: 15, bold: true },
  remembered: { underline: true },
};

export const THEMES = { neon: NEON, mono: MONO, 'high-contrast': HIGH_CONTRAST } as const;
export type ThemeName = keyof typeof THEMES;
export const THEME_NAMES = Object.keys(THEMES) as ThemeName[];
