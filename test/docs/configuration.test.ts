import { describe, expect, it } from '@jest/globals';
import { ENV } from '../../lib/core/env.ts';
import { readDocument, rowsOf } from '../support/documents.ts';
import { propertiesOf } from '../support/framework-source.ts';

const document = readDocument('docs/configuration.md');

/** Names in the first column of a section's table. A cell may hold several. */
const namesIn = (section: string) => rowsOf(document, section).flatMap(([cell = '']) => cell.split('`, `'));

it('contains every environment variable of the framework', () => {
  for (const name of Object.values(ENV)) expect(namesIn('Environment variables')).toContain(name);
});

describe('the tables', () => {
  it.each([
    { section: 'App', file: 'lib/app/app-options.ts', name: 'CommonAppOptions' },
    { section: 'App', file: 'lib/app/app-options.ts', name: 'AppOptions' },
    { section: 'App', file: 'lib/app/app-options.ts', name: 'CustomClientOptions' },
    { section: 'App', file: 'lib/client/client.ts', name: 'FrameioClientSettings' },
    { section: 'App', file: 'lib/client/transport/hooks.ts', name: 'ClientHooks' },
    { section: 'Handler', file: 'lib/app/handler-options.ts', name: 'HandlerOptions' },
    { section: 'Call', file: 'lib/client/transport/api-request.ts', name: 'RequestOptions' },
    { section: 'Endpoint', file: 'lib/endpoint/inline-endpoint.ts', name: 'EndpointOptions' },
    { section: 'Queued endpoint', file: 'lib/endpoint/queued-endpoint-handler.ts', name: 'QueuedEndpointOptions' },
    { section: 'Worker', file: 'lib/worker/worker-handler.ts', name: 'WorkerOptions' },
  ])('of "$section" contains every option of $name', ({ section, file, name }) => {
    const options = propertiesOf(readDocument(file), name);
    expect(options.length).toBeGreaterThan(0);
    expect(namesIn(section)).toEqual(expect.arrayContaining([...options]));
  });

  it('of the options of a job contains every one', () => {
    const settings = [
      ...propertiesOf(readDocument('cdk/constructs/job-function.ts'), 'JobFunctionProps'),
      ...propertiesOf(readDocument('cdk/constructs/node-function.ts'), 'FunctionSettings'),
    ];
    expect(namesIn('Give a job a function of its own')).toEqual(expect.arrayContaining(settings));
  });

  it('of "Deployment" contains every prop', () => {
    const nested = [
      { prop: 'functions', file: 'cdk/constructs/node-function.ts', name: 'FunctionSettings' },
      { prop: 'endpoint', file: 'cdk/constructs/webhook-endpoint.ts', name: 'EndpointSettings' },
      { prop: 'actions', file: 'cdk/constructs/custom-actions.ts', name: 'ActionsSettings' },
      { prop: 'worker', file: 'cdk/constructs/delivery-worker.ts', name: 'WorkerSettings' },
      { prop: 'store', file: 'cdk/constructs/store-table.ts', name: 'StoreSettings' },
      { prop: 'reconciliation', file: 'cdk/constructs/reconciliation.ts', name: 'ReconciliationSettings' },
      { prop: 'tokenRotation', file: 'cdk/constructs/token-rotation.ts', name: 'TokenRotationSettings' },
      {
        prop: 'signingSecretRotation',
        file: 'cdk/constructs/signing-secret-rotation.ts',
        name: 'SigningSecretRotationSettings',
      },
      { prop: 'alarms', file: 'cdk/constructs/delivery-alarms.ts', name: 'AlarmSettings' },
      { prop: 'alarms', file: 'cdk/constructs/webhook-alarms.ts', name: 'WebhookAlarmSettings' },
    ];
    const props = propertiesOf(readDocument('cdk/frameio-webhook-props.ts'), 'FrameioWebhookProps');
    const flat = props.filter((name) => !nested.some(({ prop }) => prop === name));
    const inNested = nested.flatMap(({ prop, file, name }) =>
      propertiesOf(readDocument(file), name).map((setting) => `${prop}: { ${setting} }`),
    );
    expect(flat.length).toBeGreaterThan(4);
    expect(inNested.length).toBeGreaterThan(8);
    expect(namesIn('Deployment')).toEqual(expect.arrayContaining([...flat, ...inNested]));
  });
});
