import { AgentCoordError, checkNoCycle, checkPush, MAX_TASK_BYTES, type NewTask } from '@agentcoord/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const task = (changes: Record<string, unknown> = {}): NewTask =>
  ({ id: 'task-1', title: 'Do it', ...changes }) as NewTask;
const push = (...tasks: NewTask[]) => checkPush({ tasks });

describe('a new task', () => {
  it('gets the documented defaults', () => {
    expect(push(task())).toEqual({
      queue: 'default',
      tasks: [
        {
          id: 'task-1',
          title: 'Do it',
          priority: 3,
          tags: [],
          requires: [],
          dependsOn: [],
          onDependencyFailure: 'block',
          maxAttempts: 3,
          delayMs: 0,
        },
      ],
    });
  });

  it('has its tags sorted and without repeats, so that equal sets are equal', () => {
    expect(push(task({ tags: ['b', 'a', 'b'] })).tasks[0]?.tags).toEqual(['a', 'b']);
  });

  it.each([
    [{ priority: 9 }, 'priority must be a whole number from 1 to 5; got 9.'],
    [{ priority: '5' }, 'priority must be a whole number from 1 to 5; got "5".'],
    [{ title: '' }, 'title must be text that is not empty; got "".'],
    [{ title: '  ' }, 'title must be text that is not empty'],
    [{ title: 'two\nlines' }, 'title must be a single line'],
    [{ tags: 'backend' }, 'tags must be a list; got "backend".'],
    [{ tags: [7] }, 'tags[0] must be a label'],
    [{ tags: ['has space'] }, 'tags[0] must be a label'],
    [{ payload: [1] }, 'payload must be an object; got a list.'],
    [{ maxAttempts: 0 }, 'maxAttempts must be a whole number from 1 to 100'],
    [{ dependsOn: ['task-1'] }, 'a task cannot depend on itself'],
    [{ prioritty: 1 }, 'prioritty must be left out'],
    [{ delayMs: -1 }, 'delayMs must be'],
  ])('is refused with a clear word: %j', (changes, message) => {
    expect(() => push(task(changes))).toThrow(message);
  });

  it('is refused over its size, with the limit', () => {
    expect(() => push(task({ payload: { text: 'x'.repeat(1024 * 1024) } }))).toThrow(
      `limit is ${MAX_TASK_BYTES}`,
    );
  });

  it('is named by its place in a list', () => {
    expect(() => push(task(), task({ id: 'task-2', priority: 0 }))).toThrow('tasks[1].priority');
    expect(() => push(task(), task())).toThrow('tasks[1].id must be different from that of tasks[0]');
  });
});

describe('dependencies', () => {
  it('in a circle are refused with the circle', () => {
    const tasks = [
      task({ id: 'a', dependsOn: ['b'] }),
      task({ id: 'b', dependsOn: ['c'] }),
      task({ id: 'c', dependsOn: ['a'] }),
    ];
    expect(() => push(...tasks)).toThrow('a → b → c → a');
    try {
      push(...tasks);
    } catch (error) {
      expect(AgentCoordError.is(error, 'dependency_cycle')).toBe(true);
    }
  });

  it('in a diamond are fine, in any order', () => {
    const tasks = [
      task({ id: 'd', dependsOn: ['b', 'c'] }),
      task({ id: 'b', dependsOn: ['a'] }),
      task({ id: 'c', dependsOn: ['a'] }),
      task({ id: 'a' }),
    ];
    expect(() => push(...tasks)).not.toThrow();
  });

  it('are a cycle exactly when no order of working them exists', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const edges = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
      maxLength: 12,
      selector: (edge) => edge.join(),
    });
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = ids.map((id) => ({
          id,
          dependsOn: pairs.filter(([from]) => from === id).map(([, to]) => to),
        }));
        expect(throws(() => checkNoCycle(graph))).toBe(!canBeOrdered(graph));
      }),
      { numRuns: 2_000 },
    );
  });

  it('in a chain of ten thousand do not exhaust the stack', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => ({
      id: `t${index}`,
      dependsOn: index === 0 ? [] : [`t${index - 1}`],
    }));
    expect(() => checkNoCycle(chain.reverse())).not.toThrow();
  });
});

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** Kahn's algorithm: an independent judge of the depth-first search. */
function canBeOrdered(graph: Array<{ id: string; dependsOn: string[] }>): boolean {
  let open = graph;
  for (;;) {
    const waiting = new Set(open.map((item) => item.id));
    const rest = open.filter((item) => item.dependsOn.some((id) => waiting.has(id)));
    if (rest.length === 0) return true;
    if (rest.length === open.length) return false;
    open = rest;
  }
}
