import { dirname, join } from 'node:path';
import { ENV } from '../lib/core/env.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import { isRecord, recordOf } from '../lib/core/type-guards.ts';
import { readTemplates } from './cloud-assembly.ts';
import { type FunctionMetadata, type FunctionRole, readFunctionMetadata } from './function-metadata.ts';
import { type FunctionSource, readFunctionSource } from './function-source.ts';
import {
  eventSourcesOf,
  queuesOf,
  referenceIn,
  type SynthesizedEventSource,
  type SynthesizedQueue,
  type SynthesizedReference,
  type SynthesizedTable,
  tablesOf,
} from './synthesized-resources.ts';
import { resourcesOf, type Template, type TemplateResource } from './template.ts';

/** A Lambda function as the template describes it. */
export interface SynthesizedFunction {
  readonly role: FunctionRole;
  /** Name of the job that a `job-worker` runs. */
  readonly job?: string;
  readonly logicalId: string;
  /** Path in the construct tree, such as `FrameioLambda/Webhook/Endpoint/Function`. */
  readonly constructPath: string;
  /** Path of the bundle to upload. */
  readonly bundlePath: string;
  /** What the bundle is made of, if the stack was made for the sandbox. */
  readonly source?: FunctionSource;
  /** Name of the bundle's export that Lambda calls. */
  readonly exportName: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logLevel: string;
  /**
   * Environment variables, by name. Values that CloudFormation composes, such as a URL with the region, are left out.
   */
  readonly environment: Readonly<Record<string, string | SynthesizedReference>>;
}

/** A webhook in a synthesized stack: its functions and the resources that they share. */
export interface SynthesizedStack {
  /** Path of the webhook in the construct tree. */
  readonly webhook: string;
  /** Manifest of the webhook's app. */
  readonly manifest: AppManifest;
  readonly templatePath: string;
  /** The whole template, with the resources of others. */
  readonly template: Template;
  readonly functions: readonly SynthesizedFunction[];
  readonly queues: readonly SynthesizedQueue[];
  readonly tables: readonly SynthesizedTable[];
  readonly eventSources: readonly SynthesizedEventSource[];
}

/** A function of a webhook, and where it was found. */
interface FoundFunction {
  readonly metadata: FunctionMetadata;
  readonly templatePath: string;
  readonly template: Template;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** Variables of the functions that refer to the queues and the tables of a webhook. */
const RESOURCE_VARIABLES = [ENV.queueUrl, ENV.deadLetterQueueUrl, ENV.idempotencyTable, ENV.storeTable];

/**
 * Reads a webhook from the output folder of a CDK app. The app may have several stacks with any names and resources.
 *
 * @param webhook - Construct path of the webhook. Default: the first one.
 * @throws Error if there is no such webhook.
 */
export function readSynthesized(outdir: string, webhook?: string): SynthesizedStack {
  const found = findFunctions(outdir);
  const wanted = webhook ?? found[0]?.metadata.webhook;
  const [first, ...others] = found.filter(({ metadata }) => metadata.webhook === wanted);
  if (!first) throw new Error(missingWebhook(outdir, found, webhook));
  const { templatePath, template, metadata } = first;
  const functions = [first, ...others].map(readFunction);
  const isOfWebhook = ({ logicalId }: { readonly logicalId: string }) =>
    functions.some((deployed) => refersTo(deployed, RESOURCE_VARIABLES, logicalId));
  return {
    webhook: metadata.webhook,
    manifest: metadata.manifest,
    templatePath,
    template,
    functions,
    queues: queuesOf(template)
      .filter(isOfWebhook)
      .map((queue) => withJob(queue, functions)),
    tables: tablesOf(template).filter(isOfWebhook),
    eventSources: eventSourcesOf(template).filter(({ functionLogicalId }) =>
      functions.some(({ logicalId }) => logicalId === functionLogicalId),
    ),
  };
}

/**
 * Returns a function of the webhook. Of several job workers, it returns the first.
 *
 * @throws Error if the webhook has no such function.
 */
export function functionOf(stack: SynthesizedStack, role: FunctionRole): SynthesizedFunction {
  const found = stack.functions.find((deployed) => deployed.role === role);
  if (!found)
    throw new Error(`The webhook ${stack.webhook} in ${stack.templatePath} has no ${role}. Run npx cdk synth again.`);
  return found;
}

/** Adds the name of the job that a queue or dead-letter queue is for, if its worker runs a single job. */
function withJob(queue: SynthesizedQueue, functions: readonly SynthesizedFunction[]): SynthesizedQueue {
  const own = [ENV.queueUrl, ENV.deadLetterQueueUrl];
  const job = functions.find((deployed) => deployed.job !== undefined && refersTo(deployed, own, queue.logicalId))?.job;
  return job === undefined ? queue : { ...queue, job };
}

/** Whether one of these variables of a function refers to a resource. */
function refersTo({ environment }: SynthesizedFunction, variables: readonly string[], logicalId: string): boolean {
  return variables.some((name) => recordOf(environment[name]).logicalId === logicalId);
}

function findFunctions(outdir: string): readonly FoundFunction[] {
  return readTemplates(outdir).flatMap(({ path, template }) =>
    resourcesOf(template, 'AWS::Lambda::Function').flatMap(([logicalId, resource]) => {
      const metadata = readFunctionMetadata(resource.Metadata);
      return metadata ? [{ metadata, templatePath: path, template, logicalId, resource }] : [];
    }),
  );
}

function missingWebhook(outdir: string, found: readonly FoundFunction[], webhook: string | undefined): string {
  const paths = [...new Set(found.map(({ metadata }) => metadata.webhook))];
  if (paths.length === 0) return `The app in ${outdir} must have a FrameioWebhook, but has none. Add one to a stack.`;
  return `The app in ${outdir} has no webhook ${webhook}. Use one that it has: ${paths.join(', ')}.`;
}

function readFunction({ metadata, templatePath, template, logicalId, resource }: FoundFunction): SynthesizedFunction {
  const { Properties, Metadata = {} } = resource;
  const [file = '', exportName = ''] = String(Properties.Handler).split('.');
  const asset = Metadata['aws:asset:path'];
  if (typeof asset !== 'string') {
    throw new Error(
      `${templatePath} must contain the bundle path of ${logicalId}, but does not. Run npx cdk synth --asset-metadata, or set the context aws:cdk:enable-asset-metadata to true.`,
    );
  }
  const source = readFunctionSource(Metadata);
  return {
    role: metadata.function,
    ...(metadata.job !== undefined && { job: metadata.job }),
    logicalId,
    constructPath: String(Metadata['aws:cdk:path'] ?? logicalId).replace(/\/Resource$/, ''),
    bundlePath: join(dirname(templatePath), asset, `${file}.mjs`),
    ...(source && { source }),
    exportName,
    runtime: String(Properties.Runtime),
    timeoutMs: Number(Properties.Timeout) * 1_000,
    memoryMb: Number(Properties.MemorySize),
    logLevel: isRecord(Properties.LoggingConfig) ? String(Properties.LoggingConfig.ApplicationLogLevel) : 'INFO',
    environment: readEnvironment(template, Properties.Environment),
  };
}

function readEnvironment(template: Template, environment: unknown): SynthesizedFunction['environment'] {
  const variables = isRecord(environment) && isRecord(environment.Variables) ? environment.Variables : {};
  const read: Record<string, string | SynthesizedReference> = {};
  for (const [name, value] of Object.entries(variables)) {
    const known = typeof value === 'string' ? value : referenceIn(template, value);
    if (known !== undefined) read[name] = known;
  }
  return read;
}
