import {
  type Approval,
  type ApprovalInput,
  ApprovalWorkflow,
  type ApprovedAction,
  type AutoApprove,
  type Delegation,
} from '@agentcoord/approvals';
import { AgentCoordError, type JsonObject, type Signer, SigningKey, type Storage } from '@agentcoord/core';

export const DEPLOY = {
  action: 'deploy:production',
  description: 'Deploy v2.0',
  details: { version: '2.0', hosts: ['a', 'b'] },
  tags: ['backend'],
} satisfies ApprovedAction;

export interface Acting {
  actor: string;
  signer?: Signer;
  delegation?: Delegation;
  scope?: string;
}

/** A project whose operator's key is pinned, Ada who asks, and anybody else by name. */
export class World {
  readonly operatorKey = SigningKey.create();
  readonly adaKey = SigningKey.create();
  autoApprove: AutoApprove[] = [];

  constructor(
    readonly storage: Storage,
    readonly scope = 'project',
  ) {}

  as({ scope = this.scope, ...acting }: Acting): ApprovalWorkflow {
    return new ApprovalWorkflow({
      storage: this.storage,
      operatorKeys: [this.operatorKey.publicKey],
      autoApprove: this.autoApprove,
      scope,
      ...acting,
    });
  }

  get operator(): ApprovalWorkflow {
    return this.as({ actor: 'operator', signer: this.operatorKey });
  }

  get ada(): ApprovalWorkflow {
    return this.as({ actor: 'Ada#agent_1', signer: this.adaKey });
  }

  ask(more: Partial<ApprovalInput> = {}): Promise<Approval> {
    return this.ada.request({ ...DEPLOY, ...more });
  }

  /** Writes to the store past every rule, as somebody with its password could. */
  async rewrite(id: string, change: (value: JsonObject) => JsonObject): Promise<void> {
    const [stored] = await this.storage.records.get({ collection: 'approvals', ids: [id] });
    if (stored === undefined) throw new Error('There is nothing to rewrite.');
    const labels = { state: 'ended' };
    await this.storage.records.put({ collection: 'approvals', id, value: change(stored.value), labels });
  }

  async votesOf(id: string): Promise<JsonObject[]> {
    const [stored] = await this.storage.records.get({ collection: 'approvals', ids: [id] });
    return (stored?.value.votes ?? []) as JsonObject[];
  }

  /** Whether somebody who keeps to the rules would act on it now. */
  async letsThrough(id: string, action: ApprovedAction = DEPLOY): Promise<boolean> {
    return this.ada.consume(id, action).then(
      () => true,
      (error: unknown) => {
        if (AgentCoordError.is(error)) return false;
        throw error;
      },
    );
  }
}
