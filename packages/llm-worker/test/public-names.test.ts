import { expect, it } from 'vitest';
import * as publicApi from '../src/index.js';

it('exports these names and no others', () => {
  expect(Object.keys(publicApi).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_ANTHROPIC_MODEL",
      "DEFAULT_LIMITS",
      "ENGINE_NAMES",
      "REPLAY_FORMAT",
      "STOP_REASONS",
      "commandEnvironment",
      "commandSecrets",
      "createAnthropicProvider",
      "createCommandEngine",
      "createLlmEngine",
      "createReplayProvider",
      "loadTranscripts",
      "parsePayload",
      "parseReplayBook",
      "resolveLimits",
      "runAssignment",
      "runCommand",
      "silentLogger",
      "transcriptName",
      "verifyTask",
    ]
  `);
});
