import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How a person, an agent or a hook calls this program from a shell: by its name where that is found, else through npx. */
export function agentcoordCommand(environment: Readonly<Record<string, string | undefined>>): string[] {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  // npx and npm put folders of their own in front, which are gone when they end.
  const lasting = folders.filter(
    (folder) => !/[/\\](_npx|\.npm)[/\\]|[/\\]node_modules[/\\]\.bin$/.test(folder),
  );
  return lasting.some((folder) => isExecutable(join(folder, 'agentcoord')))
    ? ['agentcoord']
    : ['npx', '-y', 'agentcoord'];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
