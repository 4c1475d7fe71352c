import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV, jobDeadLetterQueueVariable, jobQueueVariable } from '../lib/core/env.ts';
import type { ManifestAction } from '../lib/core/manifest.ts';
import { type StoredSecret, secretIdOf } from './constructs/stored-secret.ts';
import { quoteForShell } from './quote-for-shell.ts';

interface Queues {
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
}

/** The parts of a webhook that the outputs show. */
interface WebhookResources extends Construct, Queues {
  readonly url: string;
  readonly actionsUrl: string | undefined;
  readonly signingSecrets: StoredSecret;
  readonly actionSigningSecrets: StoredSecret | undefined;
  readonly apiCredentials: StoredSecret;
  readonly registration: { readonly status: string } | undefined;
  /** By name. */
  readonly jobs: Readonly<Record<string, Queues>>;
}

/** Adds the outputs of a webhook to its stack. `prefix` precedes the name of each output. */
export function addWebhookOutputs(
  webhook: WebhookResources,
  prefix: string,
  actions: readonly Pick<ManifestAction, 'key'>[],
): void {
  const stack = Stack.of(webhook);
  const { url, actionsUrl, signingSecrets, actionSigningSecrets, apiCredentials, registration } = webhook;
  const addOutput = (name: string, value: string, description: string) =>
    new CfnOutput(stack, `${prefix}${name}`, { value, description });
  const setSecret = (secret: StoredSecret, value: string) =>
    `aws secretsmanager put-secret-value --region ${stack.region} --secret-id ${secretIdOf(secret)} --secret-string ${quoteForShell(value)}`;
  addOutput('WebhookUrl', url, 'Register this URL with Frame.io');
  addOutput(
    'SetSigningSecret',
    setSecret(signingSecrets, '<the secret that Frame.io showed for the new webhook>'),
    'Command that sets the signing secret of a webhook',
  );
  addOutput('SetApiToken', setSecret(apiCredentials, '<token>'), 'Command that sets the token for the Frame.io API');
  if (actionsUrl !== undefined && actionSigningSecrets) {
    addOutput('ActionsUrl', actionsUrl, 'URL of the custom actions in Frame.io');
    const secrets = actions.map(({ key }) => [key, '<the secret that Frame.io showed for this action>']);
    addOutput(
      'SetActionSigningSecrets',
      setSecret(actionSigningSecrets, JSON.stringify(Object.fromEntries(secrets))),
      'Command that sets the signing secrets of all custom actions',
    );
  }
  if (registration) {
    addOutput('Registration', registration.status, 'Result of the last deployment that changed the registration');
  }
  addOutput(
    'SetQueues',
    `export ${queueVariables(webhook).join(' ')}`,
    'Variables for frameio-lambda dlq, to set in a shell',
  );
}

function queueVariables({ queue, deadLetterQueue, jobs }: WebhookResources): readonly string[] {
  return [
    `${ENV.queueUrl}=${queue.queueUrl}`,
    `${ENV.deadLetterQueueUrl}=${deadLetterQueue.queueUrl}`,
    ...Object.entries(jobs).flatMap(([name, job]) => [
      `${jobQueueVariable(name)}=${job.queue.queueUrl}`,
      `${jobDeadLetterQueueVariable(name)}=${job.deadLetterQueue.queueUrl}`,
    ]),
  ];
}
