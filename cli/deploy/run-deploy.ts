import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import { printHelp } from '../print-help.ts';
import { openAwsSession } from '../stack/aws-session.ts';
import { projectRegion } from '../stack/project-stack.ts';
import { checkBootstrap } from './check-bootstrap.ts';

const HELP = `Usage: frameio-lambda deploy [options of cdk deploy]

Checks that AWS accepts your credentials and that the CDK is bootstrapped in the region, and says what to run if not. Then runs
\`cdk deploy\` with all options, such as --profile, -c stage=prod and --require-approval never.

  --help   show this help; for the options of the CDK: npx cdk deploy --help

After the first deployment, store the credentials for Frame.io with set-token, and register the app with connect.
Exit codes: that of cdk deploy, or 1 if a check fails.`;

/** Runs `deploy` with these arguments and returns the exit code. */
export async function runDeploy(args: readonly string[], folder: string = process.cwd()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const session = await openAwsSession({ profile: optionIn(args, '--profile'), region: projectRegion(folder) });
  const toolkitStackName = toolkitStackNameOf(folder, args);
  if (toolkitStackName !== undefined) await checkBootstrap(session, toolkitStackName);
  return await runCdk(['deploy', ...args], folder);
}

/** Returns the name of the stack that `cdk bootstrap` created; `undefined` if the project names its bootstrap in another way. */
function toolkitStackNameOf(folder: string, args: readonly string[]): string | undefined {
  const path = join(folder, 'cdk.json');
  const { toolkitStackName, context } = (existsSync(path) && parseRecord(readFileSync(path, 'utf8'))) || {};
  const given = optionIn(args, '--toolkit-stack-name') ?? toolkitStackName;
  if (typeof given === 'string') return given;
  return recordOf(context)['@aws-cdk/core:bootstrapQualifier'] === undefined ? 'CDKToolkit' : undefined;
}

function optionIn(args: readonly string[], name: string): string | undefined {
  const index = args.indexOf(name);
  if (index !== -1) return args[index + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function runCdk(args: readonly string[], folder: string): Promise<number> {
  const cdk = spawn('npx', ['cdk', ...args], {
    cwd: folder,
    env: process.env,
    stdio: 'inherit',
    shell: process.platform === 'win32', // there, npx is a script
  });
  const ignore = () => undefined; // the CDK receives the signal too, and ends in order
  process.on('SIGINT', ignore);
  try {
    return await new Promise((resolve, reject) => {
      cdk.on('error', reject);
      cdk.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}
