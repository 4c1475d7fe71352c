import type { ServiceCall, ServiceFault } from '../aws/json-protocol/json-service.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import type { ApiFault } from '../frameio/api/api-fault.ts';
import { findClientOperation } from '../frameio/api/client-operations.ts';
import type { Faults } from './faults.ts';

/** Lets the AWS services of a deployment answer 500 while a fault is active. */
export function injectServiceFaults(
  { secretsManager, sqs, dynamoDb }: Pick<LocalDeployment, 'secretsManager' | 'sqs' | 'dynamoDb'>,
  faults: Faults,
): void {
  const faultOf =
    (target: 'secrets-manager' | 'sqs' | 'dynamodb') =>
    ({ operation }: ServiceCall): ServiceFault | undefined =>
      faults.take(target, () => [operation]) && 'down';
  secretsManager.fault = faultOf('secrets-manager');
  sqs.fault = faultOf('sqs');
  dynamoDb.fault = faultOf('dynamodb');
}

/** Returns the fault of Frame.io that a call meets. */
export function frameioFault(
  faults: Faults,
  { method, path }: { readonly method: string; readonly path: string },
): ApiFault | undefined {
  const fault = faults.take('frame.io', () => [path, findClientOperation(method, path)?.name ?? '']);
  if (!fault) return undefined;
  const { status, delayMs } = fault;
  if (delayMs === null) return status ?? undefined;
  return { delayMs, ...(status !== null && { status }) };
}
