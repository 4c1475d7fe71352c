import type { SynthesizedFunction } from '../cdk/synthesize.ts';
import { ENV } from '../lib/index.ts';
import { queueUrl } from '../sandbox/aws/sqs/queue-names.ts';

/** The names of the secrets a function reads, of those it does. */
export function secretsOf(environment: SynthesizedFunction['environment']) {
  const nameOf = (variable: string) => {
    const value = environment[variable];
    return typeof value === 'object' ? value.logicalId : value;
  };
  return { signing: nameOf(ENV.signingSecretsSecretId), credentials: nameOf(ENV.apiCredentialsSecretId) };
}

/** The variables of a function, with every service at one address. */
export function variablesOf({ environment }: SynthesizedFunction, url: string): Readonly<Record<string, string>> {
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
