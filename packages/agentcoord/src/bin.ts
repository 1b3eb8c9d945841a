#!/usr/bin/env node
// Everything is loaded by the command that needs it: starting must stay close to bare node.
const { runAsProcess } = await import('@agentcoord/cli');
await runAsProcess();
