/** The 16 colours that every theme of a terminal has of its own; then a cube of 216 and 24 greys. */
const SYSTEM = [
  '#1b1e26',
  '#e06c75',
  '#5fd787',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#d7dae0',
  '#5c6370',
  '#ff7b86',
  '#7ee8a2',
  '#ffd68a',
  '#82c4ff',
  '#e0a0f5',
  '#7fd8e4',
  '#ffffff',
];

const LEVELS = [0, 95, 135, 175, 215, 255];

/** An index of the 256-colour palette as a colour of the web. */
export function colourOf(index: number): string {
  const system = SYSTEM[index];
  if (system !== undefined) return system;
  if (index >= 232) return hex([8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10]);
  const place = index - 16;
  const level = (step: number): number => LEVELS[step % 6] ?? 0;
  return hex([level(Math.floor(place / 36)), level(Math.floor(place / 6)), level(place)]);
}

function hex(parts: number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
