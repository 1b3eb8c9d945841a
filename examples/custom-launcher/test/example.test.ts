import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, "workers are started and stopped by a launcher of one's own");
