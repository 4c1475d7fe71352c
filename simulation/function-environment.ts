import type { SynthesizedFunction } from '../cdk/read-synthesized.ts';
import { ENV } from '../lib/core/env.ts';
import { queueUrl } from '../sandbox/aws/sqs/queue-names.ts';

/** Returns the names of the secrets that a function reads; `undefined` for a secret that it does not read. */
export function secretNamesIn(environment: SynthesizedFunction['environment']) {
  const nameIn = (variable: string) => {
    const value = environment[variable];
    return typeof value === 'object' ? value.logicalId : value;
  };
  return {
    signing: nameIn(ENV.signingSecretsSecretId),
    actionSigning: nameIn(ENV.actionSigningSecretsSecretId),
    credentials: nameIn(ENV.apiCredentialsSecretId),
  };
}

/** Returns the environment variables of a function. `url` is the address of every service. */
export function variablesFor({ environment }: SynthesizedFunction, url: string): Readonly<Record<string, string>> {
  const resolved = Object.entries(environment).map(([name, value]): [string, string] => {
    if (typeof value === 'string') return [name, value];
    return [name, value.resourceType === 'AWS::SQS::Queue' ? queueUrl(url, value.logicalId) : value.logicalId];
  });
  return {
    ...Object.fromEntries(resolved),
    [ENV.secretsManagerUrl]: url,
    [ENV.sqsUrl]: url,
    [ENV.dynamodbUrl]: url,
    [ENV.frameioBaseUrl]: url,
  };
}
