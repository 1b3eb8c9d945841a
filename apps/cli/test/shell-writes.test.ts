import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mayWrite } from '../src/hook/shell/may-write.js';
import { shellWrites } from '../src/hook/shell/shell-writes.js';

const folder = mkdtempSync(join(tmpdir(), 'agentcoord-shell-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is written, relative to the folder it is written in; patterns as `folder + glob`. */
function writes(command: string): string[] {
  if (!mayWrite(command)) return [];
  const { files, patterns } = shellWrites(command, '/r');
  const short = (path: string): string => (path === '/r' ? '.' : path.replace(/^\/r\//, ''));
  return [...files.map(short), ...patterns.map((pattern) => `${short(pattern.folder)} + ${pattern.glob}`)];
}

describe('a command that plainly writes is told by', () => {
  test.each([
    ['echo x > a.ts', ['a.ts']],
    ['echo x >> "src/my file.ts"', ['src/my file.ts']],
    ['npm test &> out.log', ['out.log']],
    ['cat > a.ts <<EOF\nrm b.ts > c.ts\nEOF', ['a.ts']],
    ["cat > a.ts <<'EOF'\n$(rm b)\nEOF", ['a.ts']],
    ["sed -i 's/a/b/' a.ts b.ts", ['a.ts', 'b.ts']],
    ["sed -i.bak -e 's/a/b/' a.ts", ['a.ts']],
    ["sed -Ei 's/a/b/' a.ts", ['a.ts']],
    ['sed -i --expression=s/a/b/ a.ts', ['a.ts']],
    ['sed -i -es/a/b/ a.ts', ['a.ts']],
    ["perl -pi -e 's/a/b/' a.ts", ['a.ts']],
    ["perl -0pi -e 's/a/b/' a.ts", ['a.ts']],
    ['rm -rf src && rm -- -odd', ['src', '-odd']],
    ['mv a.ts b.ts', ['a.ts', 'b.ts']],
    ['cp a.ts b.ts', ['b.ts']],
    ['git mv a.ts b.ts', ['a.ts', 'b.ts']],
    ['git checkout -- a.ts src/b.ts', ['a.ts', 'src/b.ts']],
    ['git checkout HEAD~1 -- a.ts', ['a.ts']],
    ['git -C src restore b.ts', ['src/b.ts']],
    ['git rm a.ts', ['a.ts']],
    ['git reset --hard', ['. + **']],
    ['git stash', ['. + **']],
    ['git clean -fd', ['. + **']],
    ['git checkout .', ['.']],
    ['echo x | tee -a a.ts b.ts', ['a.ts', 'b.ts']],
    ['dd if=/dev/zero of=a.bin', ['a.bin']],
    ['curl -s https://example.test -o a.json', ['a.json']],
    ['truncate -s 0 a.ts; touch b.ts', ['a.ts', 'b.ts']],
    ['sudo rm a.ts; env A=1 rm b.ts', ['a.ts', 'b.ts']],
    ['bash -c "cd src && rm b.ts"; rm c.ts', ['src/b.ts', 'c.ts']],
    ['cd src && rm b.ts; cd .. ; rm a.ts', ['src/b.ts', 'a.ts']],
    ['(cd src && rm b.ts); rm a.ts', ['src/b.ts', 'a.ts']],
    ['for f in 1 2; do echo $f > out.txt; done', ['out.txt']],
    ['if true; then rm a.ts; fi', ['a.ts']],
    ['x=$(rm a.ts)', ['a.ts']],
    ['rm src/*.ts', ['src + *.ts']],
    ['rm src/{a,b}.ts', ['src + {a,b}.ts']],
    ['rm ~/a.ts', [join(homedir(), 'a.ts')]],
    ['rm /r/a.ts', ['a.ts']],
  ])('%j', (command, expected) => expect(writes(command)).toEqual(expected));

  test('what a folder that exists makes of a copy', () => {
    expect(shellWrites(`cp a.ts b.ts ${folder}`, '/r').files).toEqual([
      join(folder, 'a.ts'),
      join(folder, 'b.ts'),
    ]);
  });
});

describe('nothing is told of', () => {
  test.each([
    'ls -la; cat a.ts | grep x',
    'npm test 2>&1 | tail -5',
    'npm test > /dev/null 2>&1',
    'grep "a > b" a.ts',
    "echo 'rm a.ts'",
    'sed -n 1,5p a.ts',
    'git status; git diff > /dev/null; git checkout main; git commit -m "rm a.ts > b"',
    'git restore --staged a.ts; git rm --cached a.ts; git stash list; git clean -n',
    'rm "$FILE"; rm $(cat list); echo x > $OUT',
    'cd "$X" && rm a.ts',
    'perl -e "print 1" a.ts',
    '# rm a.ts',
  ])('%j', (command) => expect(writes(command)).toEqual([]));

  test('what is no shell command at all, and nothing breaks', () => {
    for (const odd of ['', '((((', '"', '$(', '`', 'rm "', '> ', '<<<', '\0', 'rm '.repeat(5_000)])
      expect(() => shellWrites(odd, '/r')).not.toThrow();
  });
});
