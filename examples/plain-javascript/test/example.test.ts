import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(
  import.meta.dirname,
  'what is taken in plain JavaScript is given back, also when the work throws',
);
