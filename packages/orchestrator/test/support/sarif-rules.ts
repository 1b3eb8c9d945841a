type Json = { [key: string]: Json } & { length?: number } & Array<Json> & string;

const LEVELS = ['none', 'note', 'warning', 'error'];
const COLUMN_KINDS = ['utf16CodeUnits', 'unicodeCodePoints'];
/** RFC 3986, a relative reference of segments without anything that must be escaped. */
const RELATIVE_REFERENCE = /^(?!\/)(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-F]{2}|\/)+$/;

/** What the published JSON schema of SARIF 2.1.0 asks of the parts that are used here. Empty: it keeps the rules. */
export function sarifProblems(value: unknown): string[] {
  const problems: string[] = [];
  const must = (holds: boolean, rule: string): void => void (holds || problems.push(rule));
  const log = value as Json;
  must(log.version === '2.1.0', 'version is 2.1.0');
  must(typeof log.$schema === 'string' && URL.canParse(log.$schema), '$schema is a URI');
  must(Array.isArray(log.runs) && log.runs.length > 0, 'runs is a list');
  for (const run of log.runs ?? []) {
    const { driver } = (run.tool ?? {}) as Json;
    must(typeof driver?.name === 'string' && driver.name.length > 0, 'tool.driver.name is needed');
    must(
      driver?.informationUri === undefined || URL.canParse(driver.informationUri),
      'informationUri is a URI',
    );
    const rules = (driver?.rules ?? []) as Json;
    must(new Set(rules.map(({ id }) => id)).size === rules.length, 'rules have unique ids');
    for (const rule of rules)
      must(typeof rule.shortDescription?.text === 'string', 'a description has a text');
    must(run.columnKind === undefined || COLUMN_KINDS.includes(run.columnKind), 'columnKind is one of two');
    for (const invocation of run.invocations ?? [])
      must(
        typeof invocation.executionSuccessful === 'boolean',
        'an invocation says whether it was successful',
      );
    for (const result of run.results ?? []) {
      must(
        typeof result.message?.text === 'string' && result.message.text.length > 0,
        'a result has a message',
      );
      must(LEVELS.includes(result.level as string), 'level is one of four');
      const index = result.ruleIndex as unknown as number;
      must(rules[index]?.id === result.ruleId, 'ruleIndex names the rule of ruleId');
      for (const { physicalLocation } of result.locations ?? []) {
        const { artifactLocation, region } = (physicalLocation ?? {}) as Json;
        must(
          RELATIVE_REFERENCE.test(artifactLocation?.uri ?? ''),
          `uri is a relative reference: ${artifactLocation?.uri}`,
        );
        must((artifactLocation?.uriBaseId ?? '') in (run.originalUriBaseIds ?? {}), 'uriBaseId is known');
        const [from, to] = [region?.startLine, region?.endLine].map(Number);
        must(Number.isInteger(from) && Number(from) >= 1, 'startLine is at least 1');
        must(Number(to) >= Number(from), 'endLine is not before startLine');
      }
      for (const print of Object.values(result.partialFingerprints ?? {}))
        must(typeof print === 'string', 'fingerprints are texts');
    }
  }
  return problems;
}
