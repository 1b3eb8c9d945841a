import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, "a storage of one's own serves a queue");
