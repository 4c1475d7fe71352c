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

/** Where `fullStack` registers the app. */
export const REGISTRATION = {
  accountId: '9a44f696-ae69-4e0c-9731-806d27ea46f1',
  workspaceIds: ['382a1fe6-67cf-481e-9b65-79cfd9e9727f'],
} as const;

/** Returns a stack with every kind of resource. Writes the app into the project. */
export function fullStack(
  project: ProjectFolder,
  deliveryMode: DeliveryMode,
  propsFor: (stack: Stack) => FrameioWebhookProps = () => ({}),
): Stack {
  return stackOfApp(project, MANIFEST, (stack) => ({
    deliveryMode,
    jobs: { render: {} },
    registration: REGISTRATION,
    tokenRotation: {},
    reconciliation: {
      accountId: '9a44f696-ae69-4e0c-9731-806d27ea46f1',
      projectIds: ['3dda6833-ec3b-46bd-a7d9-1a77c03a165b'],
    },
    signingSecretRotation: {},
    alarms: { topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] },
    ...propsFor(stack),
  }));
}
