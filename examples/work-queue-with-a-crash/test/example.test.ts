import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'a task whose worker is killed is done once, by another');
