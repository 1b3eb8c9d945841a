#!/usr/bin/env node
process.stderr.write(
  'agentcoord: the command line is not written yet. See README.md for the state of the project.\n',
);
process.exitCode = 1;
