import { Stack } from 'aws-cdk-lib';
import { TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';

/** Encrypts a table with a key of the user, or with one of AWS, which needs no permissions. */
export function tableEncryption(key: IKey | undefined): Pick<TableProps, 'encryption' | 'encryptionKey'> {
  if (!key) return { encryption: TableEncryption.AWS_MANAGED };
  return { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key };
}

/** Encrypts a queue with a key of the user, or with one of SQS, which needs no permissions. */
export function queueEncryption(key: IKey | undefined): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> {
  if (!key) return { encryption: QueueEncryption.SQS_MANAGED };
  return { encryption: QueueEncryption.KMS, encryptionMasterKey: key };
}

/**
 * What a service may do with a key on behalf of a function: Secrets Manager to read, SQS to send and to receive, DynamoDB to read
 * and write (guides of the services, "Key management"). Without wildcards.
 */
const KEY_ACTIONS = {
  secretsmanager: ['kms:Decrypt'],
  sqs: ['kms:Decrypt', 'kms:GenerateDataKey'],
  dynamodb: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
} as const;

/**
 * Lets a function use a key of the user, but only through a service. The CDK grants nothing on an imported key, so the permission
 * is in the role.
 */
export function grantKey(
  key: IKey | undefined,
  service: keyof typeof KEY_ACTIONS,
  user: LambdaFunction,
  actions: readonly string[] = KEY_ACTIONS[service],
): void {
  if (!key) return;
  user.addToRolePolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(user).region}.amazonaws.com` } },
    }),
  );
}
