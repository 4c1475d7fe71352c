import { afterAll, describe, expect, it } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import { ACTION_RESOURCE_TYPES, type AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { resourceOf, rightsOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const withStore = (props: FrameioWebhookProps = {}, manifest: Partial<AppManifest> = {}) =>
  templateOfApp(project, { store: true, ...manifest }, () => props);

const RIGHTS = ['dynamodb:DeleteItem Store/Table', 'dynamodb:GetItem Store/Table', 'dynamodb:UpdateItem Store/Table'];
const VARIABLES = { STORE_TABLE: '<Store/Table>', STORE_NAMESPACE: 'FrameioLambda/Webhook' };

/** Returns the rights and variables of a function that concern the store. */
function storeAccessOf(template: ReturnType<typeof withStore>, path: string) {
  const variables = Object.entries(variablesOf(template, path)).filter(([name]) => name.startsWith('STORE_'));
  return {
    rights: rightsOf(template, path).filter((right) => right.includes('Store/')),
    variables: Object.fromEntries(variables),
  };
}
const NO_ACCESS = { rights: [], variables: {} };

describe('the table of an app with a store', () => {
  it('is billed per request, deletes expired values, and can be restored', () => {
    expect(resourceOf(withStore(), 'Store/Table').Properties).toEqual({
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('is retained when it is removed from the stack', () => {
    expect(resourceOf(withStore(), 'Store/Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('has the removal policy in the settings', () => {
    const template = withStore({ store: { removalPolicy: RemovalPolicy.DESTROY } });
    expect(resourceOf(template, 'Store/Table')).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

describe('the permission to use the table', () => {
  const action = {
    key: 'studio.archive',
    name: 'Archive',
    description: 'Moves the file',
    resourceTypes: ACTION_RESOURCE_TYPES,
    multiAsset: false,
    timeoutSeconds: 5,
  };
  const manifest = { actions: [action], jobs: [{ name: 'render' }] };

  it.each([
    { deliveryMode: 'inline', users: ['Endpoint', 'Worker', 'Jobs/render/Worker'] },
    { deliveryMode: 'queued', users: ['Actions', 'Worker', 'Jobs/render/Worker'] },
  ] as const)('is given to each function that runs handlers or jobs: $deliveryMode', ({ deliveryMode, users }) => {
    const template = withStore({ deliveryMode, jobs: { render: {} } }, manifest);
    for (const user of users) {
      expect(storeAccessOf(template, `${user}/Function`)).toEqual({ rights: RIGHTS, variables: VARIABLES });
    }
  });

  it('is not given to the endpoint that only queues', () => {
    expect(storeAccessOf(withStore({ deliveryMode: 'queued' }, manifest), 'Endpoint/Function')).toEqual(NO_ACCESS);
  });
});

it.each(DELIVERY_MODES)('an app without a store has no table for it: %s', (deliveryMode) => {
  const template = withStore({ deliveryMode }, { store: false });
  template.resourceCountIs('AWS::DynamoDB::Table', 1);
  for (const path of ['Endpoint/Function', 'Worker/Function']) expect(storeAccessOf(template, path)).toEqual(NO_ACCESS);
});
