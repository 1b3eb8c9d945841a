import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'the same lines do the same on either store');
