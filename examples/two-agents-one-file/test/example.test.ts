import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'two agents who edit one file at the same time lose no edit');
