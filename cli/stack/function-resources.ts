import { ENV } from '../../lib/core/env.ts';
import type { DeployedFunction, DeployedQueue, FunctionResources } from './deployed-stack.ts';

/** Finds the resources of a webhook in the variables of its functions. @throws Error if a variable is missing. */
export function resourcesOfFunctions(functions: readonly DeployedFunction[]): FunctionResources {
  const find = (name: string) =>
    functions.map(({ environment }) => environment[name]).find((value) => value !== undefined);
  const require = (name: string) => {
    const value = find(name);
    if (value !== undefined) return value;
    throw new Error(`No function of the app has the variable ${name}. Deploy the stack again with this version.`);
  };
  return {
    secretIds: {
      apiCredentials: require(ENV.apiCredentialsSecretId),
      signingSecrets: require(ENV.signingSecretsSecretId),
      actionSigningSecrets: find(ENV.actionSigningSecretsSecretId),
    },
    queues: functions.flatMap(queueOfWorker).sort((a, b) => Number(a.job !== undefined) - Number(b.job !== undefined)),
    serviceName: require(ENV.serviceName),
    frameioBaseUrl: require(ENV.frameioBaseUrl),
    imsUrl: find(ENV.imsUrl),
  };
}

/** Only the workers, which read a queue, also have the URL of its dead-letter queue. */
function queueOfWorker({ job, environment }: DeployedFunction): readonly DeployedQueue[] {
  const { [ENV.queueUrl]: queueUrl, [ENV.deadLetterQueueUrl]: deadLetterQueueUrl } = environment;
  return queueUrl === undefined || deadLetterQueueUrl === undefined ? [] : [{ job, queueUrl, deadLetterQueueUrl }];
}
