import { onTestFinished } from 'vitest';
import { CoordinationClient, type OpenOptions, type SessionOptions } from '../../src/index.js';

/** A session that is closed when the test ends, however it ends. */
export async function openSession(options: SessionOptions): Promise<CoordinationClient> {
  const client = await CoordinationClient.session({ environment: {}, ...options });
  onTestFinished(() => client.close());
  return client;
}

export async function openClient(options: OpenOptions): Promise<CoordinationClient> {
  const client = await CoordinationClient.open({ environment: {}, ...options });
  onTestFinished(() => client.close());
  return client;
}
