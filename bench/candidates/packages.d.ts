/**
 * The part of Secrets Manager's client that the plain way uses. The package is installed by the first run of the bench;
 * this declaration lets the project be checked before it.
 */
declare module '@aws-sdk/client-secrets-manager' {
  export class GetSecretValueCommand {
    constructor(input: { SecretId: string | undefined });
  }

  export class SecretsManagerClient {
    send(command: GetSecretValueCommand): Promise<{ readonly SecretString?: string }>;
  }
}
