/**
 * Properties of the CloudFormation resource that registers an app. All of them are texts, because CloudFormation turns numbers
 * and booleans into texts.
 */
export interface RegistrationProperties {
  readonly accountId: string;
  readonly workspaceIds: readonly string[];
  /** Name of the webhooks in Frame.io. */
  readonly name: string;
  readonly webhookUrl: string;
  /** An app without custom actions has none. */
  readonly actionsUrl?: string;
  /** Manifest of the app as JSON. */
  readonly manifest: string;
}
