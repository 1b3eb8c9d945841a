import type { Lead } from '@agentcoord/orchestrator';

type Severity = 'critical' | 'high' | 'medium' | 'low';
type Wording = [file: string, line: number, severity: Severity, title: string, detail: string];

const finding = ([file, line, severity, title, detail]: Wording) => ({ file, line, severity, title, detail });
const use = (name: string, input: Record<string, unknown>) => ({ type: 'tool_use' as const, name, input });
const report = (...findings: Wording[]) => use('report_findings', { findings: findings.map(finding) });

const INJECTION: Wording = [
  'src/login.js',
  5,
  'critical',
  'SQL injection through the user name',
  'The name is put into the query as it is: "x\' OR 1=1 --" logs anybody in. Pass it as a value, as orders.js does.',
];

const SAID: Readonly<Record<Lead, { findings: Wording[]; summary: string }>> = {
  security: {
    findings: [
      INJECTION,
      [
        'src/login.js',
        6,
        'high',
        'Passwords are written to the log',
        'Whoever reads the log can log in. Leave it out.',
      ],
    ],
    summary: 'Nobody should run this: the login can be passed without a password.',
  },
  architecture: {
    findings: [
      [
        'src/orders.js',
        15,
        'low',
        'Orders know how people log in',
        'ordersOf takes a password. Let it take a user, and let its caller log in.',
      ],
    ],
    summary: 'Three small modules with clear names; one knows too much.',
  },
  performance: {
    findings: [
      [
        'src/orders.js',
        8,
        'medium',
        'One query for each order',
        'A thousand orders are a thousand requests, one after the other. Join the tables.',
      ],
    ],
    summary: 'Listing orders gets slower with each order.',
  },
  quality: {
    findings: [
      [
        'src/login.js',
        5,
        'high',
        'SQL injection through user name',
        'A name with a quote in it breaks the query.',
      ],
      [
        'src/orders.js',
        16,
        'high',
        'A failed login ends in a TypeError',
        'logIn gives undefined, and user.id throws.',
      ],
    ],
    summary: 'There are no tests, and two of three functions fail on unusual input.',
  },
  operations: {
    findings: [
      [
        'src/database.js',
        4,
        'medium',
        'Requests have no timeout',
        'A server that does not answer stops the shop. Pass a signal.',
      ],
    ],
    summary: 'A hanging database takes everything with it.',
  },
  integration: {
    findings: [
      [
        'src/database.js',
        5,
        'medium',
        'Errors of the server pass for rows',
        'response.ok is never looked at.',
      ],
    ],
    summary: 'What the database says is believed, whatever it is.',
  },
};

/** What the models answer: they read, report, and finish. Operations is wrong about a line first. */
export function transcripts() {
  const turnsOf = (lead: Lead) => {
    const { findings, summary } = SAID[lead];
    const wrong =
      lead === 'operations' ? [report(['src/database.js', 400, 'high', 'No timeout', 'Nowhere.'])] : [];
    return [
      { content: [use('list_files', {}), use('read_file', { path: findings[0]?.[0] ?? 'src/login.js' })] },
      ...wrong.map((call) => ({ content: [call] })),
      {
        ...(wrong.length > 0 && {
          expect: { tool: 'report_findings', isError: true, contains: 'no line 400' },
        }),
        content: [report(...findings)],
      },
      { content: [use('finish', { summary })] },
    ];
  };
  const named = (Object.keys(SAID) as Lead[]).map(
    (lead) => [`${lead}-review`, { turns: turnsOf(lead) }] as const,
  );
  return { format: 'agentcoord-replay/1' as const, transcripts: Object.fromEntries(named) };
}
