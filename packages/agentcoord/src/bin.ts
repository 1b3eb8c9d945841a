#!/usr/bin/env node
// Nothing else is loaded here: the command line loads what a command needs, so that starting stays fast.
import { runAsProcess } from '@agentcoord/cli';

void runAsProcess();
