import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFunctionMetadata } from '../../cdk/function-metadata.ts';
import { isRecord, parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import { UsageError } from '../usage-error.ts';

/** A stack that a project deploys. */
export interface ProjectStack {
  /** Name in CloudFormation. */
  readonly name: string;
  /** Region, if the CDK app names it. */
  readonly region: string | undefined;
}

const DEFAULT_NAME = 'FrameioLambda';

/**
 * Returns the stack with a webhook in the output of the project's last `cdk synth` or `cdk deploy`. Without an output, returns the
 * default name.
 *
 * @param name - Name of the stack to return, if the caller knows it.
 * @throws UsageError if the project has several such stacks and no name is given.
 */
export function projectStack(folder: string, name: string | undefined): ProjectStack {
  const { output } = readJson(join(folder, 'cdk.json'));
  const stacks = stacksIn(join(folder, typeof output === 'string' ? output : 'cdk.out'));
  if (name !== undefined) return stacks.find((stack) => stack.name === name) ?? { name, region: undefined };
  const [first, ...others] = stacks;
  if (others.length > 0) {
    const names = stacks.map((stack) => stack.name).join(', ');
    throw new UsageError(`The project has several stacks with a webhook. Choose one with --stack: ${names}.`);
  }
  return first ?? { name: DEFAULT_NAME, region: undefined };
}

/** Reads the stacks with a webhook from the output folder of a CDK app, also those in stages. */
function stacksIn(outdir: string): readonly ProjectStack[] {
  const artifacts = Object.entries(recordOf(readJson(join(outdir, 'manifest.json')).artifacts));
  return artifacts.flatMap(([id, artifact]) => {
    const { type, environment, properties } = recordOf(artifact);
    const { templateFile, stackName, directoryName } = recordOf(properties);
    if (type === 'cdk:cloud-assembly') return stacksIn(join(outdir, String(directoryName)));
    if (type !== 'aws:cloudformation:stack' || !hasWebhook(join(outdir, String(templateFile)))) return [];
    const [, region] = /^aws:\/\/[^/]+\/([a-z]+-[a-z0-9-]+)$/.exec(String(environment)) ?? [];
    const isKnown = region !== undefined && region !== 'unknown-region';
    return [{ name: String(stackName ?? id), region: isKnown ? region : undefined }];
  });
}

function hasWebhook(templatePath: string): boolean {
  const resources = Object.entries(recordOf(readJson(templatePath).Resources)).filter(([, value]) => isRecord(value));
  return resources.some(([, resource]) => readFunctionMetadata(recordOf(resource).Metadata) !== undefined);
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  return existsSync(path) ? (parseRecord(readFileSync(path, 'utf8')) ?? {}) : {};
}
