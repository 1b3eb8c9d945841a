import { topFor } from '../../controls/pane-state.js';
import { drawBox } from '../box.js';
import type { Drawing } from '../frame.js';
import { fit, span } from '../line.js';

/** Everything that waits for a person, over the whole screen. */
export function drawProblems(drawing: Drawing, overlay: { index: number }): void {
  const { canvas, controller, glyphs, width, height } = drawing;
  const problems = controller.problems();
  const index = Math.max(0, Math.min(overlay.index, problems.length - 1));
  const place = { x: 0, y: 1, width, height: height - 2 };
  const bad = problems.filter(({ severity }) => severity === 'bad').length;
  const rows = place.height - 2;
  const shown = Math.max(1, Math.floor(rows / 2));
  const top = topFor({ top: 0, index, count: problems.length, height: shown });
  const inside = drawBox(
    canvas,
    {
      place,
      title: [span(' Problems ', 'focus'), span(`${problems.length} `, bad > 0 ? 'bad' : 'warning')],
      note: [span('Enter goes there, Esc back', 'faint')],
      style: 'focus',
      scroll: { top, height: shown, count: problems.length },
    },
    glyphs,
  );
  for (let row = 0; row < inside.height; row += 1)
    canvas.put({ x: inside.x, y: inside.y + row, width: inside.width }, []);
  if (problems.length === 0) {
    const text = `${glyphs.states.completed ?? ''} Nothing waits for you.`;
    canvas.put({ x: inside.x + 2, y: inside.y + 1, width: inside.width - 2 }, [span(text, 'good')]);
  }
  for (const [at, problem] of problems.slice(top, top + shown).entries()) {
    const y = inside.y + 2 * at;
    const highlight = at + top === index ? ('selected' as const) : ('none' as const);
    const style = problem.severity === 'bad' ? 'bad' : 'warning';
    canvas.put({ x: inside.x, y, width: inside.width, highlight }, [
      span(` ${fit(problem.what, 17)}`, style),
      span(fit(problem.about, Math.max(0, inside.width - 18), { ellipsis: glyphs.ellipsis })),
    ]);
    if (2 * at + 1 < inside.height)
      canvas.put({ x: inside.x, y: y + 1, width: inside.width }, [
        span(' '.repeat(18)),
        span(problem.advice, 'faint'),
      ]);
  }
}
