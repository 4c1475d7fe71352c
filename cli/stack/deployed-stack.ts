import type { AwsCredentialIdentity } from '@smithy/types';
import type { FunctionRole, RegistrationMetadata } from '../../cdk/function-metadata.ts';
import type { Template } from '../../cdk/template.ts';
import type { ClientLocation } from '../../lib/aws/client-config.ts';
import type { createSecretsManagerClient } from '../../lib/aws/secrets-manager-client.ts';
import type { QueueClient } from '../../lib/aws/sqs-client.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';

/** A deployed webhook with its app: on AWS, or in a running sandbox. */
export interface DeployedStack extends FunctionResources {
  /** What it is and where, for people: `the stack FrameioLambda in eu-west-1`. */
  readonly title: string;
  /** Name of the stack in CloudFormation, or `sandbox`. */
  readonly name: string;
  /** Path of the `FrameioWebhook` in the construct tree. */
  readonly webhook: string;
  /** Manifest of the app as it was deployed. */
  readonly manifest: AppManifest;
  /** URL to register with Frame.io. */
  readonly webhookUrl: string;
  /** URL of the custom actions. `undefined` for an app without actions. */
  readonly actionsUrl: string | undefined;
  /** Where the deployment registers the app with Frame.io. `undefined` if it does not. */
  readonly registration: RegistrationMetadata | undefined;
  /** Name of the app's webhooks in Frame.io. */
  readonly webhookName: string;
  readonly functions: readonly DeployedFunction[];
  /** Region, credentials and endpoint of `secretsManager`. */
  readonly secretsLocation: ClientLocation;
  readonly secretsManager: ReturnType<typeof createSecretsManagerClient>;
  readonly sqs: QueueClient;
  /** What only AWS has. `undefined` for a sandbox. */
  readonly aws: AwsStack | undefined;
}

/** A Lambda function of a webhook. */
export interface DeployedFunction {
  readonly role: FunctionRole;
  /** Name of the job that a `job-worker` runs. */
  readonly job?: string | undefined;
  /** Name of the function in Lambda. */
  readonly name: string;
  /** Name of its log group. `undefined` in a sandbox. */
  readonly logGroup?: string | undefined;
  /** The framework's environment variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A queue with its dead-letter queue. */
export interface DeployedQueue {
  /** Name of the job whose own queue it is. `undefined` for the main queue. */
  readonly job?: string | undefined;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Names or ARNs of the secrets of a webhook. */
export interface SecretIds {
  readonly apiCredentials: string;
  readonly signingSecrets: string;
  /** `undefined` for an app without actions. */
  readonly actionSigningSecrets: string | undefined;
}

/** The resources that the variables of a webhook's functions name. */
export interface FunctionResources {
  readonly secretIds: SecretIds;
  /** The main queue first. */
  readonly queues: readonly DeployedQueue[];
  /** Value of `service` in log lines and metrics. */
  readonly serviceName: string;
  /** Base URL of the Frame.io API, without `/v4`. */
  readonly frameioBaseUrl: string;
  /** Base URL of Adobe IMS. `undefined` for Adobe's own. */
  readonly imsUrl: string | undefined;
}

/** Region and credentials for clients of AWS. */
export interface AwsSession {
  readonly region: string;
  readonly credentials: AwsCredentialIdentity;
  /** Name of the profile, if one was named. */
  readonly profile: string | undefined;
}

/** A stack in CloudFormation. */
export interface AwsStack extends AwsSession {
  readonly stackId: string;
  /** Id of the AWS account. */
  readonly accountId: string;
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly template: Template;
  /** Physical ids of the resources, by logical id. */
  readonly physicalIds: Readonly<Record<string, string>>;
  /** Values of the stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}
