// Starts SQS and DynamoDB with their state in a folder, and prints their URLs. A test kills this process.

import { join } from 'node:path';
import { DynamoDb } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { IDEMPOTENCY_TABLE } from './idempotency-table-definition.ts';

const [, , folder = ''] = process.argv;
const sqs = await Sqs.start({ queues: [{ name: 'work' }], journalPath: join(folder, 'sqs.journal') });
const dynamoDb = await DynamoDb.start({ tables: [IDEMPOTENCY_TABLE], path: join(folder, 'dynamodb') });
const [sqsServer, dynamoDbServer] = await Promise.all([listen(sqs.listener), listen(dynamoDb.listener)]);
console.log(JSON.stringify({ sqs: sqsServer.url, dynamoDb: dynamoDbServer.url }));
