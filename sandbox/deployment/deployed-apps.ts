import type { SynthesizedFunction, SynthesizedStack } from '../../cdk/synthesize.ts';
import { type AppManifest, parseManifest } from '../../lib/core/manifest.ts';
import { isRecord } from '../../lib/core/type-guards.ts';

/** An app, and the functions of the construct that deploys it. */
export interface DeployedApp {
  readonly manifest: AppManifest;
  readonly functions: readonly SynthesizedFunction[];
}

/** Key of the metadata that the constructs add to their functions. */
const METADATA = 'frameio-lambda';

/** Reads the apps of a stack from the metadata of its functions: one for each `FrameioWebhook`. */
export function deployedAppsOf({ template, functions }: SynthesizedStack): readonly DeployedApp[] {
  const apps = new Map<string, DeployedApp>();
  for (const deployed of functions) {
    const metadata: unknown = template.Resources[deployed.logicalId]?.Metadata?.[METADATA];
    if (!isRecord(metadata)) continue;
    const webhook = String(metadata.webhook);
    const { manifest = parseManifest(metadata.manifest), functions: others = [] } = apps.get(webhook) ?? {};
    apps.set(webhook, { manifest, functions: [...others, deployed] });
  }
  return [...apps.values()];
}
