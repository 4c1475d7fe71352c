import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { isRecord } from '../lib/core/type-guards.ts';
import { FrameioStack, type FrameioStackProps } from './frameio-stack.ts';
import { SETTINGS, STACK_NAME } from './settings.ts';
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
  readonly logicalId: string;
  /** Path in the construct tree, such as `FrameioLambda/Webhook/Endpoint/Function`. */
  readonly constructPath: string;
  /** Path of the bundle to upload. */
  readonly bundlePath: string;
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

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly templatePath: string;
  readonly template: Template;
  readonly functions: readonly SynthesizedFunction[];
  readonly queues: readonly SynthesizedQueue[];
  readonly tables: readonly SynthesizedTable[];
  readonly eventSources: readonly SynthesizedEventSource[];
}

/** Context that the CLI adds. It puts bundle paths and construct paths into the template. */
const CLI_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/**
 * Synthesizes the stack and bundles its functions as `cdk deploy` does, without the CLI.
 *
 * @param outdir - Folder for the template and the bundles.
 * @param changes - Settings that override the deployed ones. An object replaces the deployed object as a whole.
 */
export function synthesize(outdir: string, changes: FrameioStackProps = {}): SynthesizedStack {
  const cdkJson = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ outdir, context: { ...cdkJson.context, ...CLI_CONTEXT } });
  new FrameioStack(app, STACK_NAME, { ...SETTINGS, ...changes });
  app.synth();
  return readSynthesized(outdir);
}

/** Reads the output folder of `synthesize` or of the CLI. */
export function readSynthesized(outdir: string): SynthesizedStack {
  const templatePath = join(outdir, `${STACK_NAME}.template.json`);
  const template: Template = JSON.parse(readFileSync(templatePath, 'utf8'));
  const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([logicalId, resource]) =>
    readFunction(template, logicalId, resource, outdir),
  );
  const [queues, tables, eventSources] = [queuesOf(template), tablesOf(template), eventSourcesOf(template)];
  return { templatePath, template, functions, queues, tables, eventSources };
}

/** @throws Error if the stack has no such function. */
export function functionOf(stack: SynthesizedStack, construct: 'Endpoint' | 'Worker'): SynthesizedFunction {
  const path = `${STACK_NAME}/Webhook/${construct}/Function`;
  const found = stack.functions.find(({ constructPath }) => constructPath === path);
  if (!found) throw new Error(`${stack.templatePath} has no function ${path}. Synthesize the stack again.`);
  return found;
}

function readFunction(
  template: Template,
  logicalId: string,
  { Properties, Metadata = {} }: TemplateResource,
  outdir: string,
): SynthesizedFunction {
  const [file = '', exportName = ''] = String(Properties.Handler).split('.');
  return {
    logicalId,
    constructPath: String(Metadata['aws:cdk:path']).replace(/\/Resource$/, ''),
    bundlePath: join(outdir, String(Metadata['aws:asset:path']), `${file}.mjs`),
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
