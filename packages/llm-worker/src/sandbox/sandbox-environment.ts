const COMMON = new Set([
  'PATH',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'CI',
  'NODE_ENV',
]);
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * What a model's command sees of the worker's environment: these names and no others. Unlike the commands
 * of an operator, where only what looks like a secret is held back.
 */
export function sandboxEnvironment(
  source: NodeJS.ProcessEnv,
  pass: readonly string[] = [],
): Record<string, string> {
  const passed = new Set(pass);
  const environment: Record<string, string> = { PATH: DEFAULT_PATH };
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && (COMMON.has(name) || name.startsWith('LC_') || passed.has(name)))
      environment[name] = value;
  }
  return environment;
}
