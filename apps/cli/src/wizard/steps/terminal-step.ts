import { BACK, LEFT } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

/** What the dashboard needs, as `dashboard` itself says. */
const LEAST = { columns: 60, rows: 16 };

export const terminalStep: WizardStep = {
  name: 'terminal',
  async ask({ prompts, choices, surroundings }) {
    const { columns, rows, colours, unicode } = surroundings;
    const signs = unicode ? 'UTF-8' : 'ASCII only, by your locale';
    prompts.say(
      `Your terminal: ${columns} by ${rows}, ${colours ? 'colours' : 'no colours (NO_COLOR)'}, ${signs}.`,
    );
    if (columns < LEAST.columns || rows < LEAST.rows)
      prompts.warn(
        `The dashboard needs ${LEAST.columns} by ${LEAST.rows}; make the window larger when you open it.`,
      );
    const theme = await prompts.select({
      message: 'How shall the dashboard look?',
      options: [
        { value: 'neon' as const, label: 'Neon', hint: 'magenta and cyan on black' },
        { value: 'high-contrast' as const, label: 'High contrast' },
        { value: 'mono' as const, label: 'Mono', hint: 'no colours at all' },
      ],
      initial: choices.theme ?? (colours ? 'neon' : 'mono'),
    });
    return theme === BACK || theme === LEFT ? theme : { theme };
  },
};
