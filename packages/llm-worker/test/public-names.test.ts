import { expect, it } from 'vitest';
import * as publicApi from '../src/index.js';

it('exports these names and no others', () => {
  expect(Object.keys(publicApi).sort()).toMatchInlineSnapshot(`
    [
      "BUDGET_LEVELS",
      "COST_GROUPS",
      "CostLog",
      "DEFAULT_ANTHROPIC_MODEL",
      "DEFAULT_LIMITS",
      "DEFAULT_OPENAI_MODEL",
      "ENGINE_NAMES",
      "KnownSecrets",
      "LlmWorker",
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
      "isSharedBudgetUsedUp",
      "loadTranscripts",
      "parsePayload",
      "parseReplayBook",
      "readCommonBudgets",
      "resolveLimits",
      "runAssignment",
      "runCommand",
      "silentLogger",
      "sumCosts",
      "taskResult",
      "toDollars",
      "topmostTask",
      "transcriptName",
      "verifyTask",
    ]
  `);
});
