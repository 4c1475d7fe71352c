import { ENV } from '../core/env.ts';

/** The AWS services we call, and how each wants to be spoken to: AWS's JSON protocols, 1.0 or 1.1. */
export const AWS_SERVICES = {
  secretsmanager: { target: 'secretsmanager', jsonVersion: '1.1', urlVariable: ENV.secretsManagerUrl },
  sqs: { target: 'AmazonSQS', jsonVersion: '1.0', urlVariable: ENV.sqsUrl },
  dynamodb: { target: 'DynamoDB_20120810', jsonVersion: '1.0', urlVariable: ENV.dynamodbUrl },
} as const;

/** A service by the name it has in its addresses and in signatures. */
export type AwsServiceName = keyof typeof AWS_SERVICES;
