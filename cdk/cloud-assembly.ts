import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, recordOf } from '../lib/core/type-guards.ts';
import type { Template } from './template.ts';

/** A template in the output folder of a CDK app. */
export interface SynthesizedTemplate {
  readonly path: string;
  readonly template: Template;
}

/**
 * Reads the templates of all stacks, then of those in stages, from the output folder of a CDK app.
 *
 * @throws Error if the folder has no output.
 */
export function readTemplates(outdir: string): readonly SynthesizedTemplate[] {
  const path = join(outdir, 'manifest.json');
  if (!existsSync(path)) {
    throw new Error(`${outdir} must contain a synthesized CDK app, but has no manifest.json. Run npx cdk synth.`);
  }
  const artifacts = Object.values(recordOf(JSON.parse(readFileSync(path, 'utf8')).artifacts)).filter(isRecord);
  const propertiesOf = (wanted: string) =>
    artifacts.filter(({ type }) => type === wanted).map(({ properties }) => recordOf(properties));
  const stacks = propertiesOf('aws:cloudformation:stack');
  const stages = propertiesOf('cdk:cloud-assembly');
  return [
    ...stacks.map(({ templateFile }) => readTemplate(join(outdir, String(templateFile)))),
    ...stages.flatMap(({ directoryName }) => readTemplates(join(outdir, String(directoryName)))),
  ];
}

function readTemplate(path: string): SynthesizedTemplate {
  const written: Partial<Template> = JSON.parse(readFileSync(path, 'utf8'));
  // A resource of which every property has its default has no `Properties`.
  const resources = Object.entries(written.Resources ?? {}).map(([id, resource]) => [
    id,
    { ...resource, Properties: resource.Properties ?? {} },
  ]);
  return { path, template: { ...written, Resources: Object.fromEntries(resources) } };
}
