import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'tasks go down three levels, questions and results go up');
