#!/usr/bin/env node
import { COMMANDS } from './commands.ts';
import { runCli } from './run-cli.ts';

process.exit(await runCli(process.argv.slice(2), COMMANDS));
