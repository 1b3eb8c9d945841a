/**
 * `hidden`: neither read nor written. `read-only`: read, not written. With an approval a `read-only` file may be
 * written, and a `hidden` one made where there is none; not where it is `never`.
 */
export type Protection = { level: 'open' } | { level: 'hidden' | 'read-only'; reason: string; never?: true };

const OPEN: Protection = { level: 'open' };

/** Folders that are protected wherever they lie: one below `vendor/` works as well as one at the root. */
const FOLDERS: Readonly<Record<string, Protection>> = {
  '.git': { level: 'hidden', reason: 'git runs programs named in its folder, and keeps credentials there' },
  '.agentcoord': { level: 'hidden', reason: "it is AgentCoord's own store and configuration", never: true },
  '.ssh': { level: 'hidden', reason: 'it holds keys', never: true },
  '.claude': { level: 'read-only', reason: 'it configures an agent' },
  '.codex': { level: 'read-only', reason: 'it configures an agent' },
  '.gemini': { level: 'read-only', reason: 'it configures an agent' },
  '.cursor': { level: 'read-only', reason: 'it configures an agent' },
  '.vscode': { level: 'read-only', reason: 'an editor runs tasks named there' },
  '.idea': { level: 'read-only', reason: 'an editor runs tasks named there' },
  '.devcontainer': { level: 'read-only', reason: 'an editor runs commands named there' },
  '.husky': { level: 'read-only', reason: 'git runs the programs in it' },
  '.circleci': { level: 'read-only', reason: 'it configures continuous integration' },
  '.buildkite': { level: 'read-only', reason: 'it configures continuous integration' },
};

const FILES: Readonly<Record<string, Protection>> = {
  '.npmrc': { level: 'hidden', reason: 'it may hold a token, and decides where packages come from' },
  '.yarnrc.yml': { level: 'hidden', reason: 'it may hold a token, and decides where packages come from' },
  '.pypirc': { level: 'hidden', reason: 'it may hold a token' },
  '.netrc': { level: 'hidden', reason: 'it holds passwords' },
  '.pgpass': { level: 'hidden', reason: 'it holds passwords' },
  '.git-credentials': { level: 'hidden', reason: 'it holds passwords' },
  '.gitmodules': { level: 'read-only', reason: 'git fetches and runs what it names' },
  '.mcp.json': { level: 'read-only', reason: 'agents run the programs named there' },
  '.envrc': { level: 'hidden', reason: 'a shell runs it, and it may hold secrets' },
  '.gitlab-ci.yml': { level: 'read-only', reason: 'it configures continuous integration' },
  '.travis.yml': { level: 'read-only', reason: 'it configures continuous integration' },
  '.drone.yml': { level: 'read-only', reason: 'it configures continuous integration' },
  'azure-pipelines.yml': { level: 'read-only', reason: 'it configures continuous integration' },
  'bitbucket-pipelines.yml': { level: 'read-only', reason: 'it configures continuous integration' },
  jenkinsfile: { level: 'read-only', reason: 'it configures continuous integration' },
};

const ENVIRONMENT_FILE = /^\.env/;
const EXAMPLE_FILE = /\.(example|sample|template|dist)$/;
const CI_FOLDERS_OF_GITHUB = new Set(['workflows', 'actions']);

/** What a tool may do with a path, by its names alone: link targets are asked about as well. */
export function protectionOf(segments: readonly string[]): Protection {
  const names = segments.map(comparable);
  let found = OPEN;
  for (const [index, name] of names.entries()) {
    const here = ownProtection(name, names[index + 1]);
    if (here.level === 'hidden') return here;
    if (here.level === 'read-only') found = here;
  }
  return found;
}

function ownProtection(name: string, next: string | undefined): Protection {
  if (name === '.git' && next === 'agentcoord')
    return { level: 'hidden', reason: "it is AgentCoord's own store", never: true };
  const listed = Object.hasOwn(FOLDERS, name)
    ? FOLDERS[name]
    : Object.hasOwn(FILES, name)
      ? FILES[name]
      : undefined;
  if (listed) return listed;
  if (ENVIRONMENT_FILE.test(name) && !EXAMPLE_FILE.test(name)) {
    return { level: 'hidden', reason: 'environment files hold secrets' };
  }
  // The short name that Windows file systems give to `.git`.
  if (/^git~\d+$/.test(name)) return { level: 'hidden', reason: 'it can be another name of .git' };
  if (name === '.github' && next !== undefined && CI_FOLDERS_OF_GITHUB.has(next)) {
    return { level: 'read-only', reason: 'it configures continuous integration' };
  }
  return OPEN;
}

/**
 * Names that some file system takes for the same: case, trailing dots and spaces, and stream names
 * (Windows), characters that HFS+ ignores, compatibility forms.
 */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .toLowerCase()
    .replace(/:.*$/, '')
    .replace(/[. ]+$/, '');
}
