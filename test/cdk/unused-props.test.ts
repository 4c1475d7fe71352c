import { afterAll, expect, it } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

it.each<{ prop: keyof FrameioWebhookProps; props: (stack: Stack) => FrameioWebhookProps; reason: string }>([
  {
    prop: 'actions',
    props: () => ({ actions: { throttleRate: 5 } }),
    reason: 'the app has no custom actions. Remove the prop, or add to app.ts: app.onAction(...).',
  },
  {
    prop: 'actionSigningSecrets',
    props: (stack) => ({ actionSigningSecrets: Secret.fromSecretNameV2(stack, 'Stored', 'team/actions') }),
    reason: 'the app has no custom actions. Remove the prop, or add to app.ts: app.onAction(...).',
  },
  {
    prop: 'reconciliation',
    props: () => ({ reconciliation: { accountId: 'account', projectIds: ['project'] } }),
    reason:
      "the app has no handler of file.ready. Remove the prop, or add to app.ts: app.onWebhook('file.ready', ...).",
  },
  {
    prop: 'store',
    props: () => ({ store: {} }),
    reason: 'the app has no store. Remove the prop, or add to app.ts: new App({ store: true }).',
  },
])('a synth fails for the prop $prop if it has no effect', ({ prop, props, reason }) => {
  expect(() => templateOfApp(project, {}, props)).toThrow(`The prop "${prop}" has no effect, because ${reason}`);
});

it('a synth names each prop that has no effect', () => {
  const synth = () => templateOfApp(project, {}, () => ({ actions: {}, store: {} }));
  expect(synth).toThrow(/"actions".*\n.*"store"/);
});

it('a stack that is not deployed accepts them, because its app is not read', () => {
  const context = { 'aws:cdk:bundling-stacks': ['Other'] };
  expect(() => templateOfApp(project, {}, () => ({ store: {} }), context)).not.toThrow();
});
