import { Token } from 'aws-cdk-lib';
import { ENV, jobQueueVariable, secretIdVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { describeType, parseVariable } from '../../lib/core/variable-value.ts';
import type { JobSettings } from '../constructs/job-functions.ts';

/**
 * Compares the jobs of an app with the jobs to which the deployment gives a function.
 *
 * @throws Error with every problem and how to fix it.
 */
export function checkJobs({ jobs, env, secrets }: AppManifest, settings: JobSettings): void {
  const names = jobs.map(({ name }) => name);
  const own = new Set<string>([
    ...Object.values(ENV),
    ...names.map(jobQueueVariable),
    ...Object.keys(secrets).map(secretIdVariable),
  ]);
  const problems = Object.entries(settings).flatMap(([job, { environment = {} }]) => [
    ...unknownJob(job, names),
    ...sharedVariable(job, names),
    ...Object.entries(environment).flatMap(([name, value]) =>
      own.has(name) ? ownVariable(job, name) : wrongVariable(job, name, String(value), env[name]?.type),
    ),
  ]);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function unknownJob(job: string, names: readonly string[]): readonly string[] {
  if (names.includes(job)) return [];
  const known = names.length === 0 ? 'The app has no jobs.' : `Its jobs are: ${names.join(', ')}.`;
  return [
    `The prop "jobs" names the job ${job}, which the app does not have. ${known} Correct the name, or register the job in app.ts.`,
  ];
}

/** A job without a queue of its own would go to the queue of the other one. */
function sharedVariable(job: string, names: readonly string[]): readonly string[] {
  const variable = jobQueueVariable(job);
  const other = names.find((name) => name !== job && jobQueueVariable(name) === variable);
  if (other === undefined) return [];
  return [`The jobs ${job} and ${other} use the same variable ${variable} for their queues. Rename one of them.`];
}

type VariableType = AppManifest['env'][string]['type'];

/** A variable that the construct sets. */
function ownVariable(job: string, name: string): readonly string[] {
  return [`The variable ${name} belongs to frameio-lambda. Remove it from the prop "jobs.${job}.environment".`];
}

function wrongVariable(job: string, name: string, text: string, type: VariableType | undefined): readonly string[] {
  if (type === undefined || Token.isUnresolved(text) || parseVariable(text, type) !== undefined) return [];
  return [
    `The variable ${name} must be ${describeType(type)}, but is ${JSON.stringify(text)}. Correct the prop "jobs.${job}.environment".`,
  ];
}
