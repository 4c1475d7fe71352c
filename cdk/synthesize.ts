import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { WebhookEndpointProps } from './constructs/webhook-endpoint.ts';
import { FrameioStack } from './frameio-stack.ts';
import { SETTINGS, STACK_NAME } from './settings.ts';

/** A Lambda function as the template describes it. */
export interface SynthesizedFunction {
  readonly logicalId: string;
  /** Path in the construct tree, such as `FrameioLambda/Endpoint/Function`. */
  readonly constructPath: string;
  /** The bundle, as it is uploaded. */
  readonly bundlePath: string;
  /** Name of the bundle's export that Lambda calls. */
  readonly exportName: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logLevel: string;
  /**
   * Variables by name. A reference stands as the logical id it goes to; what else CloudFormation would put together, an
   * address with the region in it, is left out.
   */
  readonly environment: Readonly<Record<string, string | { readonly logicalId: string }>>;
}

/** What is known of a stack once it is synthesized. */
export interface SynthesizedStack {
  readonly templatePath: string;
  readonly template: Template;
  readonly functions: readonly SynthesizedFunction[];
}

/** The parts of a CloudFormation template that are read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** One resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** What the CLI adds: where each bundle is, and which construct a resource comes from. */
const CLI_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/**
 * Synthesizes the stack and bundles its functions, exactly as `cdk deploy` does, without the CLI around it.
 *
 * @param outdir - Folder for the template and the bundles.
 * @param endpoint - Settings of the endpoint other than those deployed.
 */
export function synthesize(outdir: string, endpoint: WebhookEndpointProps = {}): SynthesizedStack {
  const cdkJson = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ outdir, context: { ...cdkJson.context, ...CLI_CONTEXT } });
  new FrameioStack(app, STACK_NAME, { ...SETTINGS, endpoint: { ...SETTINGS.endpoint, ...endpoint } });
  app.synth();
  return readSynthesized(outdir);
}

/** Reads what `synthesize`, or the CLI, left in a folder. */
export function readSynthesized(outdir: string): SynthesizedStack {
  const templatePath = join(outdir, `${STACK_NAME}.template.json`);
  const template: Template = JSON.parse(readFileSync(templatePath, 'utf8'));
  const functions = Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === 'AWS::Lambda::Function')
    .map(([logicalId, resource]) => readFunction(logicalId, resource, outdir));
  return { templatePath, template, functions };
}

function readFunction(logicalId: string, { Properties, Metadata = {} }: TemplateResource, outdir: string) {
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
    environment: readEnvironment(Properties.Environment),
  };
}

function readEnvironment(environment: unknown): SynthesizedFunction['environment'] {
  const variables = isRecord(environment) && isRecord(environment.Variables) ? environment.Variables : {};
  const read: Record<string, string | { readonly logicalId: string }> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === 'string') read[name] = value;
    else if (isRecord(value) && typeof value.Ref === 'string') read[name] = { logicalId: value.Ref };
  }
  return read;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
