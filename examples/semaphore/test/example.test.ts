import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'of many workers no more than three call at once');
