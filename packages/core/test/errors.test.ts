import { AgentCoordError, toAgentCoordError } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';

describe('AgentCoordError', () => {
  const held = new AgentCoordError('lock_held', 'src/a.ts is locked.', { data: { path: 'src/a.ts' } });

  it('is recognised by code, and only by its own', () => {
    expect(AgentCoordError.is(held)).toBe(true);
    expect(AgentCoordError.is(held, 'lock_held', 'fenced')).toBe(true);
    expect(AgentCoordError.is(held, 'fenced')).toBe(false);
    expect(AgentCoordError.is(new Error('lock_held'))).toBe(false);
    expect(AgentCoordError.is({ code: 'lock_held' }, 'lock_held')).toBe(false);
    expect(AgentCoordError.is(undefined)).toBe(false);
  });

  it('is recognised when it comes from another copy of the package', () => {
    const foreign = Object.assign(new Error('gone'), { code: 'fenced' });
    Object.defineProperty(foreign, Symbol.for('agentcoord.error'), { value: true });
    expect(AgentCoordError.is(foreign, 'fenced')).toBe(true);
  });

  it('keeps its code, message and data in JSON, and leaves the cause out', () => {
    const error = new AgentCoordError('internal', 'broken', { cause: new Error('redis://user:secret@host') });
    expect(JSON.parse(JSON.stringify(error))).toEqual({ code: 'internal', message: 'broken', data: {} });
  });

  it('wraps anything thrown without losing it', () => {
    const cause = new TypeError('x is not a function');
    expect(toAgentCoordError(cause)).toMatchObject({
      code: 'internal',
      message: 'x is not a function',
      cause,
    });
    expect(toAgentCoordError(held)).toBe(held);
    expect(toAgentCoordError('text').message).toBe('text');
  });
});
