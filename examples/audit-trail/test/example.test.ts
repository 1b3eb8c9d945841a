import { describeExample } from '@agentcoord/tooling/describe-example';

describeExample(import.meta.dirname, 'an audit log verifies until somebody changes an entry');
