#!/usr/bin/env node
console.error('The wordkit command is still to be written.');
process.exit(1);
