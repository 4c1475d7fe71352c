import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV } from '../lib/core/env.ts';
import { secretIdOf } from './constructs/stored-secret.ts';

/** The parts of a webhook that the outputs show. */
interface WebhookResources extends Construct {
  readonly url: string;
  readonly signingSecrets: ISecret;
  readonly apiCredentials: ISecret;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
}

/** Adds the outputs of a webhook to its stack. `prefix` precedes the name of each output. */
export function addWebhookOutputs(webhook: WebhookResources, prefix: string): void {
  const stack = Stack.of(webhook);
  const { url, signingSecrets, apiCredentials, queue, deadLetterQueue } = webhook;
  const setSecret = (secretId: string, value: string) =>
    `aws secretsmanager put-secret-value --region ${stack.region} --secret-id ${secretId} --secret-string '${value}'`;
  new CfnOutput(stack, `${prefix}WebhookUrl`, { value: url, description: 'Register this URL with Frame.io' });
  new CfnOutput(stack, `${prefix}SetSigningSecret`, {
    value: setSecret(secretIdOf(signingSecrets), '<the secret that Frame.io showed for the new webhook>'),
    description: 'Command that sets the signing secret of a webhook',
  });
  new CfnOutput(stack, `${prefix}SetApiToken`, {
    value: setSecret(secretIdOf(apiCredentials), '<token>'),
    description: 'Command that sets the token for the Frame.io API',
  });
  new CfnOutput(stack, `${prefix}SetQueues`, {
    value: `export ${ENV.queueUrl}=${queue.queueUrl} ${ENV.deadLetterQueueUrl}=${deadLetterQueue.queueUrl}`,
    description: 'Variables for frameio-lambda dlq, to set in a shell',
  });
}
