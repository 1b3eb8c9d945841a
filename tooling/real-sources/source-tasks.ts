import { REAL_PACKAGES } from './real-sources.js';

/**
 * Twenty questions about a package's sources, each a shell command whose answer depends on nothing
 * but the files. `$P` is the package's folder.
 */
const QUESTIONS: Readonly<Record<string, string>> = {
  'count files': 'find $P -type f | wc -l',
  'count lines of JavaScript': "find $P -name '*.js' -type f -exec cat {} + | wc -l",
  'count lines of types': "find $P -name '*.d.ts' -type f -exec cat {} + | wc -l",
  'count words of the README': "find $P -maxdepth 1 -iname 'readme*' -type f -exec cat {} + | wc -w",
  'count bytes': 'find $P -type f -exec cat {} + | wc -c',
  'hash every file': 'find $P -type f | LC_ALL=C sort | xargs -d "\\n" sha256sum | sha256sum',
  'hash file names': 'find $P | LC_ALL=C sort | sha256sum',
  'find the largest file': "find $P -type f -printf '%s %p\\n' | LC_ALL=C sort -k1,1nr -k2 | head -n 1",
  'find the longest line':
    "find $P -name '*.js' -type f -exec cat {} + | awk '{ if (length($0) > longest) longest = length($0) } END { print longest + 0 }'",
  'count functions': "find $P -name '*.js' -type f -exec cat {} + | grep -c 'function' || true",
  'count arrow functions': "find $P -name '*.js' -type f -exec cat {} + | grep -c '=>' || true",
  'count requires': "find $P -name '*.js' -type f -exec cat {} + | grep -c 'require(' || true",
  'count things left to do': "find $P -name '*.js' -type f -exec cat {} + | grep -ciE 'todo|fixme' || true",
  'count lines with trailing space':
    "find $P -name '*.js' -type f -exec cat {} + | grep -cE '[ \\t]+$' || true",
  'list file endings':
    "find $P -type f -name '*.*' | sed 's/.*\\.//' | LC_ALL=C sort | uniq -c | sed 's/^ *//'",
  'read the version': `node -p "JSON.parse(require('fs').readFileSync('$P/package.json', 'utf8')).version"`,
  'list dependencies': `node -p "Object.keys(JSON.parse(require('fs').readFileSync('$P/package.json', 'utf8')).dependencies ?? {}).sort().join(' ')"`,
  'count valid JSON files': `find $P -name '*.json' -type f | xargs -d "\\n" node -e "let valid = 0; for (const path of process.argv.slice(1)) { try { JSON.parse(require('fs').readFileSync(path, 'utf8')); valid += 1; } catch {} } console.log(valid)"`,
  'check the syntax of the first scripts': `find $P -name 'index.js' -type f | LC_ALL=C sort | head -n 3 | while read -r path; do node --check "$path" && echo "$path is fine"; done`,
  // The linter of this repository, which the test puts on PATH; its timings are left out.
  'lint the first scripts':
    "find $P -name '*.js' -type f | LC_ALL=C sort | head -n 5 | xargs -d \"\\n\" biome lint --reporter=github 2>/dev/null | grep '^::' | LC_ALL=C sort | sha256sum",
};

export interface SourceTask {
  id: string;
  title: string;
  priority: number;
  tags: string[];
  lease: string;
  maxAttempts: number;
  payload: { command: string };
}

/** 200 command tasks over `sources/<package>`, in the shape of one line each of `tasks import`. */
export function sourceTasks(lease: string): SourceTask[] {
  return REAL_PACKAGES.flatMap((name) =>
    Object.entries(QUESTIONS).map(([question, command], index) => ({
      id: `${name}-${index + 1}`,
      title: `${name}: ${question}`,
      priority: 1 + (index % 5),
      tags: [name],
      lease,
      maxAttempts: 10,
      payload: { command: command.replaceAll('$P', `sources/${name}`) },
    })),
  );
}
