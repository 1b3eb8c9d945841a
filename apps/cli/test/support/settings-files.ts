import type { Program } from '../../src/setup/programs.js';

export interface SettingsFile {
  what: string;
  program: Program;
  /** In the repository. */
  file: string;
  text: string;
}

const others = `{
  // Formats what was edited.
  "hooks": {
    "PostToolUse": [
      { "matcher": "Edit|Write", "hooks": [{ "type": "command", "command": "prettier --write" }] } /* ours */
    ],
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          { "type": "command", "command": "/usr/local/bin/guard-agentcoord.sh hook" },
        ],
      },
    ]
  },
  "permissions": { "allow": ["Bash(npm test:*)"], "deny": [] }
}
`;

/** Files as people have them. */
export const SETTINGS_FILES: readonly SettingsFile[] = [
  {
    what: 'hooks of other tools, comments and trailing commas',
    program: 'claude',
    file: '.claude/settings.json',
    text: others,
  },
  {
    what: 'tabs, CRLF and a comment at the very end',
    program: 'claude',
    file: '.claude/settings.json',
    text: '{\r\n\t"model": "opus", // the large one\r\n\t"env": {\r\n\t\t"A": "1"\r\n\t}\r\n\t// nothing more\r\n}\r\n',
  },
  {
    what: 'a BOM, seven spaces and no final newline',
    program: 'claude',
    file: '.claude/settings.json',
    text: '\uFEFF{\n       "a" : 1 ,\n\n       "hooks" :{ }\n}',
  },
  {
    what: 'one line',
    program: 'claude',
    file: '.claude/settings.json',
    text: '{"a":{"b":[1,2]},"hooks":{"Stop":[]}}',
  },
  { what: 'nothing', program: 'claude', file: '.claude/settings.json', text: '' },
  {
    what: 'a comment in a list without hooks',
    program: 'claude',
    file: '.claude/settings.json',
    text: '{ "hooks": { "Stop": [ // mine\n ] } }\n',
  },
  {
    what: 'an empty object with blanks',
    program: 'claude',
    file: '.claude/settings.json',
    text: '{  \n\n }\n\n',
  },
  {
    what: 'other servers, numbers as they were written, and keys twice',
    program: 'claude',
    file: '.mcp.json',
    text: '{\n "mcpServers": {\n  "db": {"command": "db", "args": [], "timeout": 1.0e3},\n  "db2": {"command": "db"}},\n "x": 1, "x": 2 }\n',
  },
  {
    what: 'a text without a final newline',
    program: 'claude',
    file: 'CLAUDE.md',
    text: '# Project\r\n\r\nUse tabs.',
  },
  {
    what: 'a text that ends with empty lines',
    program: 'claude',
    file: 'CLAUDE.md',
    text: '# Project\n\n\n\n',
  },
  {
    what: 'TOML with comments, odd spaces, dates and no final newline',
    program: 'codex',
    file: '.codex/config.toml',
    text: 'model   = "o9"  # fast\n\n[mcp_servers.db]\n  command = "db"\n[profiles."x.y"]\nsince = 2025-01-01T00:00:00Z\narray = [ 1,\n  2, # two\n]',
  },
  {
    what: 'TOML with CRLF',
    program: 'codex',
    file: '.codex/config.toml',
    text: '# mine\r\n[a]\r\nb = """\r\n[mcp_servers.x]\r\n"""\r\n',
  },
  {
    what: 'servers of Cursor, deep and compact',
    program: 'cursor',
    file: '.cursor/mcp.json',
    text: '{ "mcpServers" : { "a" : { "url" : "http://localhost:1" } } }',
  },
  {
    what: 'settings of Gemini with comments in odd places',
    program: 'gemini',
    file: '.gemini/settings.json',
    text: '/* top */ {\n    "theme": "x" /* a */ , // b\n    /* c */\n    "mcpServers": {\n        // none yet\n    }\n}\n// bottom\n',
  },
];
