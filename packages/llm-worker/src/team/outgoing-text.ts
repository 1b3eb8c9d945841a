import type { KnownSecrets } from '../text/known-secrets.js';
import { safeText } from '../text/safe-text.js';

/** Text of a model on its way to people and other agents: no secrets, no control characters, bounded. */
export class OutgoingText {
  constructor(private readonly secrets: KnownSecrets) {}

  line(text: string, maxLength: number): string {
    return safeText(text, { maxLength, singleLine: true, secrets: this.secrets.values });
  }

  text(text: string, maxLength: number): string {
    return safeText(text, { maxLength, secrets: this.secrets.values }).trim();
  }
}
