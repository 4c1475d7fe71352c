import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../lib/core/env.ts';
import { secretIdOf } from './constructs/stored-secret.ts';
import { FrameioWebhook, type FrameioWebhookProps } from './frameio-webhook.ts';

/** Settings of a `FrameioStack`. */
export interface FrameioStackProps extends StackProps, FrameioWebhookProps {}

/**
 * A stack with one `FrameioWebhook`. Its outputs are the URL to register, and the commands that set the secrets and the
 * variables of `npm run dlq`.
 */
export class FrameioStack extends Stack {
  /** The webhook. Use it to reach the functions, queues and secrets. */
  readonly webhook: FrameioWebhook;

  constructor(scope: Construct, id: string, props: FrameioStackProps = {}) {
    super(scope, id, { description: 'Receives Frame.io webhooks and runs their handlers', ...props });
    this.webhook = new FrameioWebhook(this, 'Webhook', props);

    const { url, signingSecrets, apiCredentials, queue, deadLetterQueue } = this.webhook;
    const setSecret = (secretId: string, value: string) =>
      `aws secretsmanager put-secret-value --region ${this.region} --secret-id ${secretId} --secret-string '${value}'`;
    new CfnOutput(this, 'WebhookUrl', { value: url, description: 'Register this URL with Frame.io' });
    new CfnOutput(this, 'SetSigningSecret', {
      value: setSecret(secretIdOf(signingSecrets), '<the secret that Frame.io showed for the new webhook>'),
      description: 'Command that sets the signing secret of a webhook',
    });
    new CfnOutput(this, 'SetApiToken', {
      value: setSecret(secretIdOf(apiCredentials), '<token>'),
      description: 'Command that sets the token for the Frame.io API',
    });
    new CfnOutput(this, 'SetQueues', {
      value: `export ${ENV.queueUrl}=${queue.queueUrl} ${ENV.deadLetterQueueUrl}=${deadLetterQueue.queueUrl}`,
      description: 'Variables for npm run dlq, to set in a shell',
    });
  }
}
