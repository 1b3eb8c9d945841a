/** Three lines that fit where the dashboard fits. */
const WIDE = ['▄▀█ █▀▀ █▀▀ █▄ █ ▀█▀ █▀▀ █▀█ █▀█ █▀█ █▀▄', '█▀█ █▄█ ██▄ █ ▀█  █  █▄▄ █▄█ █▄█ █▀▄ █▄▀'];
const ASCII = ['  /\\   _  _  __ ___ __  _   _  _  __', ' /--\\ (_|(-`| |  | (__ (_) (_)| `(_|'];
const LINE = 'many agents, one piece of work';

/** Indexes of the 256-colour palette, from magenta to cyan: a sunset on a monitor. */
const NEON = [199, 171, 141, 105, 75, 51];
const FAINT = 244;

export interface LogoLook {
  columns: number;
  colours: boolean;
  unicode: boolean;
}

/** Never wider than the window, without escape sequences where there are no colours. */
export function logo({ columns, colours, unicode }: LogoLook): string {
  const drawn = unicode ? WIDE : ASCII;
  const width = Math.max(...drawn.map((row) => [...row].length));
  const rows = columns > width + 2 ? drawn : ['AgentCoord'];
  const painted = rows.map((row) => `  ${colours ? faded(row, width) : row}`);
  return ['', ...painted, `  ${colours ? `\u001b[38;5;${FAINT}m${LINE}\u001b[0m` : LINE}`, ''].join('\n');
}

/** One colour goes over into the next from left to right. */
function faded(row: string, width: number): string {
  let text = '';
  let last = -1;
  for (const [index, sign] of [...row].entries()) {
    const colour = NEON[Math.min(NEON.length - 1, Math.floor((index / width) * NEON.length))] ?? -1;
    if (colour !== last) text += `\u001b[38;5;${colour}m`;
    last = colour;
    text += sign;
  }
  return `${text}\u001b[0m`;
}
