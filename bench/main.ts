import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '../cli/run-command.ts';
import { installPackages } from '../scripts/install-packages.ts';
import { LAMBDA_NODE } from './lambda-process.ts';
import { checkTargets, formatTargets } from './report.ts';

const HELP = `Usage: npm run bench -- [options]

Measures the size and speed of the Lambda functions: bundle size, cold start, and the cost of a warm
delivery. Each function is compared with one that does the same job without this framework. Measures
how long the sandbox needs to run a saved handler. Then it sends a burst of events that exceeds
Frame.io's rate limits, and checks that none is lost or duplicated.

The functions run an app in bench/app, not the one in functions/. They run on the Node.js version of
the Lambda runtime. AWS and Frame.io are local stubs: the bench calls no service.

Options:
  --rounds <n>     Number of cold starts of each function, and of batches of warm deliveries
                   (default 31). The report shows the median. More rounds take longer and vary less.
  --burst <n>      Number of events in the burst: 0, or 200 and more (default 10000, which takes about
                   two minutes). 0 skips the burst.
  --timing <mode>  enforce: a missed target of cold start or warm delivery fails the bench (default).
                   report: the bench only reports such a target. Use it on a machine that does other work.
  --help           Show this help.

Exit codes: 0 if all enforced targets are met, otherwise 1.
Ratios ("x plain way") are comparable between machines. Milliseconds are not.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '31' },
      burst: { type: 'string', default: '10000' },
      timing: { type: 'string', default: 'enforce' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds expects a whole number from 1, not "${values.rounds}".`);
  }
  const burst = Number(values.burst);
  if (!Number.isInteger(burst) || (burst !== 0 && burst < 200)) {
    throw new Error(`--burst expects 0 or a whole number from 200, not "${values.burst}".`);
  }
  const { timing } = values;
  if (timing !== 'enforce' && timing !== 'report') {
    throw new Error(`--timing expects "enforce" or "report", not "${timing}".`);
  }
  installPackages(
    fileURLToPath(new URL('.', import.meta.url)),
    "the plain way's packages and Lambda's Node.js, of bench/package.json",
  );
  process.execPath = LAMBDA_NODE; // the burst's sandbox runs the functions with it
  // Imported here, because --help does not need the CDK and the packages.
  const [{ bundle }, { CANDIDATES }, { measure }, { measureEdits }, { measureBurst }, { startStubServices }] =
    await Promise.all([
      import('./bundle.ts'),
      import('./candidates.ts'),
      import('./measure.ts'),
      import('./edit-to-live.ts'),
      import('./burst.ts'),
      import('./stub-services.ts'),
    ]);
  console.log('Candidates:');
  for (const { name, description } of Object.values(CANDIDATES)) console.log(`  ${name.padEnd(17)}${description}`);
  console.log();

  const folder = mkdtempSync(join(tmpdir(), 'frameio-lambda-bench-'));
  const services = await startStubServices(await bundle('stub-services-thread.ts', folder));
  try {
    const tables = [
      ...(await measure(folder, services, rounds)),
      ...(await measureEdits(rounds)),
      ...(burst > 0 ? await measureBurst(folder, burst) : []),
    ];
    const results = checkTargets(tables, timing);
    const missed = results.filter(({ status }) => status === 'missed').length;
    console.log(`\n${formatTargets(results)}\n`);
    console.log(missed === 0 ? 'All enforced targets are met.' : `${missed} of ${results.length} targets are missed.`);
    return missed === 0 ? 0 : 1;
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true });
  }
}

runCommand(main);
