/** Twenty secrets of the kinds that lie in environments: the name of the variable, its value, and what must not leak of it. */
const KINDS: ReadonlyArray<[name: string, value: (secret: string) => string]> = [
  ['ANTHROPIC_API_KEY', (secret) => `sk-ant-${secret}`],
  ['OPENAI_API_KEY', (secret) => secret],
  ['AWS_SECRET_ACCESS_KEY', (secret) => `${secret}/+=`],
  ['AWS_SESSION_TOKEN', (secret) => secret],
  ['GITHUB_TOKEN', (secret) => `ghp_${secret}`],
  ['GITLAB_PAT', (secret) => `glpat-${secret}`],
  ['NPM_TOKEN', (secret) => `npm_${secret}`],
  ['SLACK_BOT_TOKEN', (secret) => `xoxb-${secret}`],
  ['DATABASE_URL', (secret) => `postgres://app:${secret}@127.0.0.1:5432/app`],
  ['AMQP_ADDRESS', (secret) => `amqp://app:${secret}@127.0.0.1/`],
  ['STRIPE_SECRET_KEY', (secret) => `sk_live_${secret}`],
  ['SENTRY_DSN', (secret) => `https://${secret}@127.0.0.1/1`],
  ['JWT_SECRET', (secret) => secret],
  ['SMTP_PASS', (secret) => secret],
  ['DB_PASSWORD', (secret) => `"${secret}\\`],
  ['DEPLOY_WEBHOOK', (secret) => `https://127.0.0.1/hooks/${secret}`],
  ['SIGNING_PASSPHRASE', (secret) => `two words ${secret}`],
  ['AZURE_CREDENTIALS', (secret) => `{"clientSecret":"${secret}"}`],
  ['RAILWAY_TOKEN', (secret) => secret],
  ['PRIVATE_KEY', (secret) => `-----BEGIN KEY-----\n${secret}\n-----END KEY-----`],
];

export interface Canary {
  name: string;
  value: string;
  secret: string;
}

export const CANARIES: readonly Canary[] = KINDS.map(([name, value], index) => {
  const secret = `canary${String(index).padStart(2, '0')}q7Zk3VbX9mWd`;
  return { name, secret, value: value(secret) };
});

export const CANARY_ENVIRONMENT = Object.fromEntries(CANARIES.map(({ name, value }) => [name, value]));

/** Those that a text gives away. */
export function leaksIn(text: string): string[] {
  return CANARIES.filter(({ secret }) => text.includes(secret)).map(({ name }) => name);
}
