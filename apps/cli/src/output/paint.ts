/** Colours by meaning. Each returns its text unchanged where colours are off. */
export interface Paint {
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
  heading(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;
const plainPaint: Paint = { good: same, warning: same, bad: same, heading: same, faint: same };

const sgr = (open: number, close: number) => (text: string) =>
  text === '' ? text : `\u001b[${open}m${text}\u001b[${close}m`;
const colourPaint: Paint = {
  good: sgr(32, 39),
  warning: sgr(33, 39),
  bad: sgr(31, 39),
  heading: sgr(1, 22),
  faint: sgr(2, 22),
};

/** Colours only on a terminal that has them, and never with NO_COLOR (https://no-color.org: any text but an empty one). */
export function createPaint(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const wanted = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return wanted ? colourPaint : plainPaint;
}
