import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'only what a person approved is deployed, and only once');
