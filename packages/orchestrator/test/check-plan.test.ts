import { describe, expect, it } from 'vitest';
import { checkPlan } from '../src/build/check-plan.js';
import { wavesOf } from '../src/build/plan.js';
import { planInput, taskInput } from './support/plans.js';

const refusal = (input: unknown): string => {
  try {
    checkPlan(input);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a plan of a model', () => {
  it('is taken as it is when it is right', () => {
    const plan = checkPlan(
      planInput(
        taskInput('a', { files: ['src/./a.js', 'src/a.js'], verify: 'node --test' }),
        taskInput('b', { depends_on: ['a', 'a'], size: 'large' }),
      ),
    );
    expect(plan.tasks).toEqual([
      {
        key: 'a',
        title: 'Do a',
        description: 'Do a well.',
        files: ['src/a.js'],
        dependsOn: [],
        verify: 'node --test',
        size: 'small',
      },
      { key: 'b', title: 'Do b', description: 'Do b well.', files: [], dependsOn: ['a'], size: 'large' },
    ]);
    expect(wavesOf(plan.tasks).map((wave) => wave.map(({ key }) => key))).toEqual([['a'], ['b']]);
  });

  it('with a circle is refused, and told which', () => {
    const circle = planInput(
      taskInput('start'),
      taskInput('a', { depends_on: ['start', 'c'] }),
      taskInput('b', { depends_on: ['a'] }),
      taskInput('c', { depends_on: ['b'] }),
    );
    expect(refusal(circle)).toContain('a → c → b → a');
    expect(refusal(planInput(taskInput('self', { depends_on: ['self'] })))).toContain('self → self');
  });

  it('with unknown dependencies and repeated keys is refused with all of them', () => {
    const message = refusal(planInput(taskInput('a', { depends_on: ['x'] }), taskInput('b'), taskInput('b')));
    expect(message).toContain('"a" depends on "x", and there is no such task');
    expect(message).toContain('The key "b" is there more than once');
  });

  it('of ten thousand tasks is refused in one sentence', () => {
    const many = planInput(...Array.from({ length: 10_000 }, (_, index) => taskInput(`t${index}`)));
    expect(refusal(many)).toBe('tasks has 10000 entries; the limit is 100.');
    expect(refusal(planInput())).toContain('tasks must be a list of at least 1');
  });

  it.each([
    ['goes up', '../other/file.js'],
    ['is absolute', '/etc/passwd'],
    ['begins with "~"', '~/.ssh/config'],
    ['is protected', '.git/hooks/pre-commit'],
    ['is protected', '.env'],
    ['is protected', '.github/workflows/ci.yml'],
    ['control or invisible characters', 'src/a\u202e.js'],
  ])('that names a file that %s is refused: %j', (why, path) => {
    expect(refusal(planInput(taskInput('a', { files: [path] })))).toContain(why);
  });

  it.each([
    ['title', 'one\u001b[2Kline'],
    ['title', 'two\nlines'],
    ['verify', 'true\u0007'],
    ['verify', 'true # \u202eeslaf'],
    ['key', 'A B'],
    ['key', '../x'],
    ['size', 'enormous'],
    ['description', ''],
    ['title', 'x'.repeat(121)],
  ])('whose %s is %j is refused', (field, value) => {
    expect(refusal(planInput(taskInput('a', { [field]: value })))).toContain(`tasks[0].${field}`);
  });

  it('has its longer words made safe, for they are shown to people', () => {
    const [task] = checkPlan(
      planInput(taskInput('a', { description: 'one\u001b]52;c;aGk=\u0007\n\ttwo' })),
    ).tasks;
    expect(task?.description).toBe('one\n\ttwo');
  });

  it.each(['tools', 'budget', 'cost_usd', 'approver', 'sandbox', 'engine', 'env', 'command', '__proto__x'])(
    'cannot set what a plan has no field for: %s',
    (field) => {
      expect(refusal(planInput(taskInput('a', { [field]: 1e308 })))).toContain(`has no field "${field}"`);
      expect(refusal({ ...planInput(taskInput('a')), [field]: true })).toContain(`has no field "${field}"`);
    },
  );

  it.each([null, 'text', 7, [], { tasks: 'all' }, planInput(null, 5, [])])(
    'that is no plan is refused: %j',
    (input) => {
      expect(refusal(input)).not.toBe('accepted');
    },
  );
});
