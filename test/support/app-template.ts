import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FrameioWebhook } from '../../cdk/frameio-webhook.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import type { ProjectFolder } from './project-folder.ts';

/**
 * Returns the template of a stack with a webhook whose app has this manifest. Writes the app into the project, and the
 * bundles into its folder `cdk.out`.
 */
export function templateOfApp(...app: Parameters<typeof stackOfApp>): Template {
  return Template.fromStack(stackOfApp(...app));
}

/** Returns a stack with a webhook and its outputs, as `templateOfApp` does. */
export function stackOfApp(
  project: ProjectFolder,
  manifest: Partial<AppManifest>,
  propsFor: (stack: Stack) => FrameioWebhookProps = () => ({}),
  context: Readonly<Record<string, unknown>> = {},
): Stack {
  project.writeApp(manifest);
  const app = new App({
    outdir: join(project.path, 'cdk.out'),
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:enable-path-metadata': true, ...context },
  });
  const stack = new Stack(app, 'FrameioLambda');
  const webhook = new FrameioWebhook(stack, 'Webhook', { ...propsFor(stack), projectRoot: project.path });
  webhook.addOutputs();
  return stack;
}
