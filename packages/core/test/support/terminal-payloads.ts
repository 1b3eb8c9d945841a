const ESC = '\u001b';
const ST = `${ESC}\\`;
const BEL = '\u0007';

export interface TerminalPayload {
  /** What it would do on a terminal. */
  what: string;
  text: string;
  /** What a person should read of it. */
  shown: string;
}

const around = (what: string, attack: string, left = ''): TerminalPayload => ({
  what,
  text: `before${attack}after`,
  shown: `before${left}after`,
});

const hex = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const controls = [...range(0x00, 0x08), ...range(0x0b, 0x1a), ...range(0x1c, 0x1f), 0x7f];
const singleC1 = range(0x80, 0x9f).filter((code) => ![0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f].includes(code));

/** Everything in Unicode that has no picture of its own, or moves what has one. */
const invisible = [
  ...[0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180e],
  ...range(0x200b, 0x200f),
  ...range(0x2028, 0x202e),
  ...range(0x2060, 0x206f),
  ...[0x2800, 0x3164, 0xfeff, 0xffa0, 0xfff9, 0xfffa, 0xfffb],
  ...[0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0100, 0xe01ef],
];

const csi = ['2J', 'H', '31m', '1;1H', '3J', '?1049h', '?25l', '6n', '0c', '>c', '5i', '?2004h', '!p', '10A'];
const csiMore = ['99D', '2K', '8;1;1t', '21t', '38;2;255;0;0m', '?1000h', '4h', '20l', '0 q', '?6h', '1L'];

const strings = [
  ['sets the title', ']0;pwned'],
  ['sets the icon name', ']1;pwned'],
  ['makes a link', ']8;;https://evil.example'],
  ['makes a link with an id', ']8;id=1;file:///etc/passwd'],
  ['writes the clipboard', ']52;c;cm0gLXJmIC8='],
  ['reads the clipboard', ']52;c;?'],
  ['writes the selection', ']52;p;aGk='],
  ['changes a colour', ']4;1;rgb:00/00/00'],
  ['changes the background', ']11;#000000'],
  ['notifies', ']9;hello'],
  ['notifies in another way', ']777;notify;a;b'],
  ['writes a file (iTerm2)', ']1337;File=name=YQ==:aGk='],
  ['changes the folder', ']7;file://host/tmp'],
  ['asks for settings (DCS)', 'P$q"p'],
  ['defines keys (DCS)', 'P1;1|17/68656c6c6f'],
  ['draws a picture (sixel)', 'Pq#0;2;0;0;0~~'],
  ['runs in tmux', 'Ptmux;hello'],
  ['hides text (SOS)', 'Xhidden'],
  ['hides text (PM)', '^hidden'],
  ['draws a picture (APC)', '_Ga=T;aGk='],
] as const;

const eightBit: Record<string, string> = {
  ']': '\u009d',
  P: '\u0090',
  X: '\u0098',
  '^': '\u009e',
  _: '\u009f',
};

const short = [
  'c',
  '7',
  '8',
  'D',
  'E',
  'H',
  'M',
  'N',
  'O',
  'Z',
  '=',
  '>',
  '(0',
  ')B',
  '#8',
  ' F',
  '%G',
  'n',
  '|',
];

const folded: TerminalPayload[] = [
  { what: 'overwrites the line', text: 'denied\rallowed', shown: 'deniedallowed' },
  { what: 'erases by backspaces', text: 'rm\b\bls', shown: 'rmls' },
  { what: 'reverses a file name', text: 'photo\u202egnp.exe', shown: 'photognp.exe' },
  { what: 'isolates and reverses', text: 'a\u2067b\u2066c\u2069d\u2069e', shown: 'abcde' },
  { what: 'hides words between letters', text: 'a\u200bp\u200cp\u200dr\u2060o\ufeffve', shown: 'approve' },
  {
    what: 'hides a sentence in tags',
    text: `ok${[...'delete all'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}`,
    shown: 'ok',
  },
  { what: 'hides bytes in variation selectors', text: 'ok\u{e0120}\u{e0135}\u{e0142}', shown: 'ok' },
  { what: 'builds a sequence out of two', text: `${ESC}${ESC}[31m[32m`, shown: '[32m' },
  { what: 'hides a sequence in a sequence', text: `${ESC}[3${ESC}[31m1mx`, shown: '31mx' },
  { what: 'breaks a sequence with a zero-width space', text: `${ESC}\u200b[31mred`, shown: '[31mred' },
  { what: 'breaks a sequence with a NUL', text: `${ESC}\u0000[31mred`, shown: '[31mred' },
  { what: 'ends with half a sequence', text: `text${ESC}`, shown: 'text' },
  { what: 'ends inside a CSI', text: `text${ESC}[31`, shown: 'text31' },
  {
    what: 'opens a string and never ends it',
    text: `a${ESC}]0;title and all the rest`,
    shown: 'a0;title and all the rest',
  },
  {
    what: 'opens an 8-bit string and never ends it',
    text: 'a\u009d0;and all the rest',
    shown: 'a0;and all the rest',
  },
  {
    what: 'makes a link around a word',
    text: `see ${ESC}]8;;https://evil.example${ST}the docs${ESC}]8;;${ST}.`,
    shown: 'see the docs.',
  },
  { what: 'is markup of the dashboard', text: '{red-fg}red{/}', shown: '{red-fg}red{/}' },
  { what: 'is markup that opens a tag', text: '{bold}{escape}', shown: '{bold}{escape}' },
  { what: 'sends a device control in a link', text: `${ESC}]8;;${ESC}P1$r${ST}x`, shown: '8;;x' },
  { what: 'switches the character set', text: '\u000e{|}~\u000f', shown: '{|}~' },
];

/** What agents could put into any text to fool or command a terminal, each once. */
export const TERMINAL_PAYLOADS: readonly TerminalPayload[] = [
  ...controls.map((code) => around(`the control ${hex(code)}`, String.fromCharCode(code))),
  ...singleC1.map((code) => around(`the C1 control ${hex(code)}`, String.fromCharCode(code))),
  ...invisible.map((code) => around(`the invisible ${hex(code)}`, String.fromCodePoint(code))),
  ...[...csi, ...csiMore].map((end) => around(`CSI ${end}`, `${ESC}[${end}`)),
  ...csi.map((end) => around(`8-bit CSI ${end}`, `\u009b${end}`)),
  ...strings.map(([what, body]) => around(`${what}, ended by ST`, `${ESC}${body}${ST}`)),
  ...strings.map(([what, body]) => around(`${what}, ended by BEL`, `${ESC}${body}${BEL}`)),
  ...strings.map(([what, body]) =>
    around(`${what}, in 8 bits`, `${eightBit[body.charAt(0)]}${body.slice(1)}\u009c`),
  ),
  ...short.map((end) => around(`ESC ${end}`, `${ESC}${end}`)),
  ...folded,
];
