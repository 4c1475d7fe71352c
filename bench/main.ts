import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../sandbox/command.ts';
import { bundle } from './bundle.ts';
import { installPackages } from './install.ts';
import { startStubServices } from './stub-services.ts';

const HELP = `Usage: npm run bench -- [options]

Measures the endpoint, inline and queued, and the worker: size of the bundle, cold start, and cost of
a delivery once the endpoint is warm, each beside a floor and the plain way, endpoints also beside
@octokit/webhooks and @slack/bolt, in the same run.

  --rounds <n>  runs of each that count; the median is shown (default 15)
  --help        show this

It runs on the Node of the Lambda runtime and calls no service: AWS and Frame.io are stubbed.
Ratios hold from one machine to the next; milliseconds do not.`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a number from 1, not ${values.rounds}.`);
  installPackages();
  const { measure } = await import('./measure.ts'); // loads the CDK, which --help need not wait for
  const folder = mkdtempSync(join(tmpdir(), 'frameio-lambda-bench-'));
  const services = await startStubServices(await bundle('stub-services-thread.ts', folder));
  try {
    await measure(folder, services, rounds);
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true });
  }
  return 0;
}

runCommand(main);
