import type { Stack } from 'aws-cdk-lib';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { stackOfApp } from './app-template.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Manifest of an app that needs every kind of resource. */
const MANIFEST: Partial<AppManifest> = {
  handlers: [{ name: 'file-ready', events: ['file.ready'] }],
  actions: [
    {
      key: 'studio.render',
      name: 'Render',
      description: '',
      resourceTypes: ['file'],
      multiAsset: false,
      timeoutSeconds: 5,
    },
  ],
  jobs: [{ name: 'render' }, { name: 'notify' }],
  secrets: { slack: { secretId: 'my/slack' } },
  store: true,
};

/** Returns a stack with every kind of resource. Writes the app into the project. */
export function fullStack(
  project: ProjectFolder,
  deliveryMode: DeliveryMode,
  propsFor: (stack: Stack) => FrameioWebhookProps = () => ({}),
): Stack {
  return stackOfApp(project, MANIFEST, (stack) => ({
    deliveryMode,
    jobs: { render: {} },
    tokenRotation: {},
    alarms: { topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] },
    ...propsFor(stack),
  }));
}
