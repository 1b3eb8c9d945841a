type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the terminal shows more than ASCII: the locale says so, as for every other program. */
export function speaksUtf8({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

/** Multiplexers and newer terminals speak xterm's language, also where their own description is not installed. */
const LIKE_XTERM = /^(tmux|screen|xterm-|alacritty|foot|ghostty|wezterm|rio|st-)|-256color$/;

export function terminalName({ TERM = '' }: Environment): string {
  return LIKE_XTERM.test(TERM) ? 'xterm-256color' : TERM;
}
