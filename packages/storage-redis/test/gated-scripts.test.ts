import { describe, expect, test } from 'vitest';
import { admissionOf, whereAdmitted } from '../src/scripts/gated.js';
import { SCRIPTS } from '../src/scripts/scripts.js';

const scripts = Object.values(SCRIPTS)
  .flatMap((facet) => Object.values(facet))
  .map((script) => [script.name, script] as const);
const gated = scripts.filter(([, script]) => admissionOf(script) !== 'none');

describe('where no gate was set', () => {
  test.each(gated)('%s asks for none, and its events name no slot', (_name, { text }) => {
    expect(text).not.toContain('admits_until');
    expect(text).not.toContain('session_id');
  });
});

describe('where a gate was set', () => {
  test.each(gated)('%s asks it in its first command', (_name, script) => {
    const { text } = whereAdmitted(script);
    const first = text.slice(text.indexOf('call('));
    expect(first).toMatch(/^call\('HMGET', meta, 'server',[^)]*'admits_until'\)/);
  });

  const inSlots = gated.filter(([, { keys }]) => keys.includes('session') && keys.includes('events'));
  test.each(inSlots)('the events of %s name the slot of the call', (_name, script) => {
    expect(whereAdmitted(script).text).toContain(`'slot', slot .. ' ' .. session_id`);
  });
});
