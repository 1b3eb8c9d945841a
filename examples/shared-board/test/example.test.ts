import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(
  import.meta.dirname,
  'agents reach each other on a board, and a message that reaches nobody says so',
);
