import { AgentCoordError, checkOneOf } from '@agentcoord/core';

export const OPENAI_APIS = ['responses', 'chat'] as const;
export type OpenAiApi = (typeof OPENAI_APIS)[number];

export interface OpenAiServerOptions {
  /** Default `OPENAI_API_KEY`. A server of your own may need none. */
  apiKey?: string;
  /** Default `OPENAI_BASE_URL`, else the public API. It ends in `/v1`. */
  baseUrl?: string;
  /** Default: `responses` at OpenAI's own address, `chat` (Chat Completions) everywhere else. */
  api?: OpenAiApi;
  /** Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
}

/** Which server, spoken to how. */
export interface OpenAiServer {
  baseURL: string;
  apiKey: string;
  secrets: string[];
  isOpenAi: boolean;
  api: OpenAiApi;
}

const PUBLIC_API = 'https://api.openai.com/v1';
/** What a server that asks for no key is sent: the SDK insists on one. */
const NO_KEY = 'none';

/** @throws `misconfigured` without a key for OpenAI's own server, or for an address that is none. */
export function openAiServer(options: OpenAiServerOptions): OpenAiServer {
  const environment = options.environment ?? process.env;
  const baseURL = options.baseUrl ?? (environment.OPENAI_BASE_URL || PUBLIC_API);
  const isOpenAi = isOpenAiHost(baseURL);
  const apiKey = options.apiKey ?? environment.OPENAI_API_KEY;
  if (!apiKey && isOpenAi) {
    throw new AgentCoordError(
      'misconfigured',
      'There is no key for the OpenAI API. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a compatible server that needs none.',
      { data: { variable: 'OPENAI_API_KEY' } },
    );
  }
  return {
    baseURL,
    apiKey: apiKey || NO_KEY,
    secrets: apiKey ? [apiKey] : [],
    isOpenAi,
    api: checkOneOf(options.api ?? (isOpenAi ? 'responses' : 'chat'), 'api', OPENAI_APIS),
  };
}

function isOpenAiHost(baseURL: string): boolean {
  if (!URL.canParse(baseURL)) {
    throw new AgentCoordError(
      'misconfigured',
      'OPENAI_BASE_URL is no address: it must be like https://host/v1. Correct or remove it.',
      { data: { variable: 'OPENAI_BASE_URL' } },
    );
  }
  const { hostname } = new URL(baseURL);
  return hostname === 'openai.com' || hostname.endsWith('.openai.com');
}
