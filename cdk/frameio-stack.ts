import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../lib/core/env.ts';
import { DeliveryAlarms, type DeliveryAlarmsProps } from './constructs/delivery-alarms.ts';
import { DeliveryQueue } from './constructs/delivery-queue.ts';
import { DeliveryWorker, type DeliveryWorkerProps } from './constructs/delivery-worker.ts';
import { FrameioSecrets } from './constructs/frameio-secrets.ts';
import { IdempotencyTable } from './constructs/idempotency-table.ts';
import type { FunctionSettings } from './constructs/node-function.ts';
import { WebhookEndpoint, type WebhookEndpointProps } from './constructs/webhook-endpoint.ts';
import { type DeliveryMode, readDeliveryMode } from './delivery-mode.ts';

/** Settings of a `FrameioStack`. */
export interface FrameioStackProps extends StackProps {
  /**
   * Where the handlers run: `inline` in the endpoint within a time budget, `queued` in the worker.
   * @default `deliveryMode` of the CDK context, otherwise 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Settings of every function. Those of `endpoint` and `worker` override them.
   * @default the defaults of `FunctionSettings`
   */
  readonly functions?: FunctionSettings;
  /**
   * Settings of the endpoint.
   * @default the defaults of `WebhookEndpointProps`
   */
  readonly endpoint?: Omit<WebhookEndpointProps, 'deliveryMode'>;
  /**
   * Settings of the worker.
   * @default the defaults of `DeliveryWorkerProps`
   */
  readonly worker?: DeliveryWorkerProps;
  /**
   * Settings of the alarms.
   * @default the defaults of `DeliveryAlarmsProps`: no notifications
   */
  readonly alarms?: Omit<DeliveryAlarmsProps, 'deliveries'>;
}

/** The stack and its outputs. */
export class FrameioStack extends Stack {
  constructor(scope: Construct, id: string, props: FrameioStackProps = {}) {
    super(scope, id, { description: 'Receives Frame.io webhooks and runs their handlers', ...props });
    const { frameioBaseUrl = 'https://api.frame.io', functions } = props;
    const deliveryMode = props.deliveryMode ?? readDeliveryMode(this.node.tryGetContext('deliveryMode') ?? 'inline');

    const secrets = new FrameioSecrets(this, 'Secrets');
    const idempotencyTable = new IdempotencyTable(this, 'IdempotencyTable');
    const endpoint = new WebhookEndpoint(this, 'Endpoint', { ...functions, ...props.endpoint, deliveryMode });
    const worker = new DeliveryWorker(this, 'Worker', { ...functions, ...props.worker });
    const deliveries = new DeliveryQueue(this, 'Deliveries', { workerTimeout: worker.timeout });

    new DeliveryAlarms(this, 'Alarms', { ...props.alarms, deliveries });

    secrets.bindSigningSecretsReader(endpoint.function);
    deliveries.bindSender(endpoint.function);
    worker.consume(deliveries);
    for (const runner of deliveryMode === 'inline' ? [endpoint.function, worker.function] : [worker.function]) {
      secrets.bindApiCredentialsReader(runner);
      idempotencyTable.bindUser(runner);
      runner.addEnvironment(ENV.frameioBaseUrl, frameioBaseUrl);
    }

    const setSecret = (arn: string, value: string) =>
      `aws secretsmanager put-secret-value --region ${this.region} --secret-id ${arn} --secret-string '${value}'`;
    new CfnOutput(this, 'WebhookUrl', { value: endpoint.url, description: 'Register this URL with Frame.io' });
    new CfnOutput(this, 'SetSigningSecret', {
      value: setSecret(secrets.signingSecrets.secretArn, '<the secret that Frame.io showed for the new webhook>'),
      description: 'Command that sets the signing secret of a webhook',
    });
    new CfnOutput(this, 'SetApiToken', {
      value: setSecret(secrets.apiCredentials.secretArn, '<token>'),
      description: 'Command that sets the token for the Frame.io API',
    });
    const { queue, deadLetterQueue } = deliveries;
    new CfnOutput(this, 'SetQueues', {
      value: `export ${ENV.queueUrl}=${queue.queueUrl} ${ENV.deadLetterQueueUrl}=${deadLetterQueue.queueUrl}`,
      description: 'Variables for npm run dlq, to set in a shell',
    });
  }
}
