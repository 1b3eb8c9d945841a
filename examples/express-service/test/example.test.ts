import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(
  import.meta.dirname,
  'a job that is posted to a web service is done by a worker, and its state can be asked for',
);
