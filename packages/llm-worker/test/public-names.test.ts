import { expect, it } from 'vitest';
import * as publicApi from '../src/index.js';

it('exports these names and no others', () => {
  expect(Object.keys(publicApi).sort()).toMatchInlineSnapshot(`
    [
      "BUDGET_LEVELS",
      "CostLog",
      "DEFAULT_ANTHROPIC_MODEL",
      "DEFAULT_LIMITS",
      "DEFAULT_OPENAI_MODEL",
      "ENGINE_NAMES",
      "OPENAI_APIS",
      "PRICES_FORMAT",
      "PriceTable",
      "RAISE_ACTION",
      "REPLAY_FORMAT",
      "STOP_REASONS",
      "commandEnvironment",
      "commandSecrets",
      "costOf",
      "createAnthropicProvider",
      "createCommandEngine",
      "createLlmEngine",
      "createOpenAiProvider",
      "createReplayProvider",
      "createSpendAccounts",
      "loadTranscripts",
      "parsePayload",
      "parseReplayBook",
      "resolveLimits",
      "runAssignment",
      "runCommand",
      "silentLogger",
      "toDollars",
      "transcriptName",
      "verifyTask",
    ]
  `);
});
