import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../sandbox/command.ts';
import { bundle } from './bundle.ts';
import { installPackages } from './install.ts';
import { LAMBDA_NODE } from './lambda-process.ts';
import { missedTargets } from './report.ts';
import { startStubServices } from './stub-services.ts';

const HELP = `Usage: npm run bench -- [options]

Measures the endpoint, inline and queued, and the worker: size of the bundle, cold start, and cost of
a delivery once the endpoint is warm, each beside a floor and the plain way, endpoints also beside
@octokit/webhooks and @slack/bolt, in the same run. Then
what becomes of a burst of events that Frame.io's rate limits do not let through at once.

  --rounds <n>  runs of each that count; the median is shown (default 31)
  --burst <n>   events of the burst, from 200, that Frame.io sends to the queued endpoint and the worker
                works off, while the endpoint's throttle and Frame.io's limits are enforced
                (default 10000, which takes about a minute and a half; 0 leaves it out)
  --timing <how>
                enforce: a missed target of cold starts or warm costs fails like any other (default);
                report: it is only told, for a machine that does other work at the same time
  --help        show this

Ends with 1 when a target is missed: a bundle too large, a start or a delivery too slow, an event of
the burst lost, done twice or given up, or a burst that takes more than 1.2 times what the limits allow.

It runs on the Node of the Lambda runtime and calls no service: AWS and Frame.io are stubbed.
Ratios hold from one machine to the next; milliseconds do not.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '31' },
      burst: { type: 'string', default: '10000' },
      timing: { type: 'string', default: 'enforce' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a number from 1, not ${values.rounds}.`);
  const burst = Number(values.burst);
  if (!Number.isInteger(burst) || (burst !== 0 && burst < 200)) {
    throw new Error(`--burst takes 0, or a number from 200, not ${values.burst}.`);
  }
  const { timing } = values;
  if (timing !== 'enforce' && timing !== 'report') throw new Error(`--timing takes enforce or report, not ${timing}.`);
  installPackages();
  process.execPath = LAMBDA_NODE; // what the sandbox runs functions with, too
  const { measure } = await import('./measure.ts'); // loads the CDK, which --help need not wait for
  const { measureBurst } = await import('./burst.ts');
  const folder = mkdtempSync(join(tmpdir(), 'frameio-lambda-bench-'));
  const services = await startStubServices(await bundle('stub-services-thread.ts', folder));
  try {
    const tables = [
      ...(await measure(folder, services, rounds)),
      ...(burst > 0 ? await measureBurst(folder, burst) : []),
    ];
    const missed = missedTargets(tables, timing);
    console.log(missed.length === 0 ? '\nAll targets that count are met.' : `\n${missed.join('\n')}`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true });
  }
}

runCommand(main);
