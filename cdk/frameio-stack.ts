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
   * Where the handlers run: `inline` in the endpoint as long as the time lasts, `queued` in the worker.
   * @default the CDK context's `deliveryMode`, or else 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Where the functions find the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Settings of each function; those of `endpoint` and `worker` go before.
   * @default the functions' own
   */
  readonly functions?: FunctionSettings;
  /**
   * Settings of the endpoint.
   * @default the endpoint's own
   */
  readonly endpoint?: Omit<WebhookEndpointProps, 'deliveryMode'>;
  /**
   * Settings of the worker.
   * @default the worker's own
   */
  readonly worker?: DeliveryWorkerProps;
  /**
   * Settings of the alarms.
   * @default the alarms' own: they tell nobody
   */
  readonly alarms?: Omit<DeliveryAlarmsProps, 'deliveries'>;
}

/** Everything that is deployed, and what its owner needs to know afterwards. */
export class FrameioStack extends Stack {
  constructor(scope: Construct, id: string, props: FrameioStackProps = {}) {
    super(scope, id, { description: 'Receives Frame.io webhooks and runs their handlers', ...props });
    const { frameioBaseUrl = 'https://api.frame.io', functions } = props;
    const deliveryMode = props.deliveryMode ?? readDeliveryMode(this.node.tryGetContext('deliveryMode') ?? 'inline');

    const secrets = new FrameioSecrets(this, 'Secrets');
    const idempotencyStore = new IdempotencyTable(this, 'Ledger');
    const endpoint = new WebhookEndpoint(this, 'Endpoint', { ...functions, ...props.endpoint, deliveryMode });
    const worker = new DeliveryWorker(this, 'Worker', { ...functions, ...props.worker });
    const deliveries = new DeliveryQueue(this, 'Deliveries', { workerTimeout: worker.timeout });

    new DeliveryAlarms(this, 'Alarms', { ...props.alarms, deliveries });

    secrets.bindSigningSecretsReader(endpoint.function);
    deliveries.bindSender(endpoint.function);
    worker.consume(deliveries);
    for (const runner of deliveryMode === 'inline' ? [endpoint.function, worker.function] : [worker.function]) {
      secrets.bindApiCredentialsReader(runner);
      idempotencyStore.bindUser(runner);
      runner.addEnvironment(ENV.frameioBaseUrl, frameioBaseUrl);
    }

    const setSecret = (arn: string, value: string) =>
      `aws secretsmanager put-secret-value --region ${this.region} --secret-id ${arn} --secret-string '${value}'`;
    new CfnOutput(this, 'WebhookUrl', { value: endpoint.url, description: 'Register this URL with Frame.io' });
    new CfnOutput(this, 'SetSigningSecret', {
      value: setSecret(secrets.signingSecrets.secretArn, '<the secret Frame.io showed when the webhook was made>'),
      description: 'Sets what Frame.io signs deliveries with',
    });
    new CfnOutput(this, 'SetApiToken', {
      value: setSecret(secrets.apiCredentials.secretArn, '<token>'),
      description: 'Sets the token for the Frame.io API',
    });
    const { queue, deadLetterQueue } = deliveries;
    new CfnOutput(this, 'SetQueues', {
      value: `export ${ENV.queueUrl}=${queue.queueUrl} ${ENV.deadLetterQueueUrl}=${deadLetterQueue.queueUrl}`,
      description: 'Tells npm run dlq in a shell where the queues are',
    });
  }
}
