import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultOption, ServiceFault } from '../../../../sandbox/aws/json-protocol/json-service.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import { runningDynamoDb } from '../../../support/running-dynamodb.ts';
import { runningSqs } from '../../../support/running-sqs.ts';
import { until } from '../../../support/until.ts';

const START = Date.UTC(2026, 10, 23);

/** A service that a test can write to, with the number of items written. */
interface Service {
  fault(fault: FaultOption): void;
  readonly callCount: () => number;
  write(abortSignal?: AbortSignal): Promise<unknown>;
  written(): Promise<number>;
  stop(): Promise<void>;
}

let clock: SandboxClock;
let service: Service;

async function sqs(): Promise<Service> {
  const { sqs, client, urlOf, stop } = await runningSqs({ queues: [{ name: 'work' }], clock });
  return {
    fault: (fault) => {
      sqs.fault = fault;
    },
    callCount: () => sqs.calls.length,
    write: (abortSignal) =>
      client.send(new SendMessageCommand({ QueueUrl: urlOf('work'), MessageBody: 'x' }), {
        ...(abortSignal && { abortSignal }),
      }),
    written: async () => sqs.queue('work').messages.length,
    stop,
  };
}

async function dynamoDb(): Promise<Service> {
  const { dynamoDb, client, stop } = await runningDynamoDb({ clock });
  return {
    fault: (fault) => {
      dynamoDb.fault = fault;
    },
    callCount: () => dynamoDb.calls.length,
    write: (abortSignal) =>
      client.send(new PutItemCommand({ TableName: 'idempotency', Item: { id: { S: '1' } } }), {
        ...(abortSignal && { abortSignal }),
      }),
    written: async () => (await client.send(new ScanCommand({ TableName: 'idempotency' }))).Count ?? 0,
    stop,
  };
}

describe.each([
  { name: 'SQS', start: sqs },
  { name: 'DynamoDB', start: dynamoDb },
])('a fault of $name', ({ start }) => {
  beforeEach(async () => {
    clock = new SandboxClock({ frozenAt: START });
    service = await start();
  });
  afterEach(() => service.stop());

  it.each<{ fault: ServiceFault; outcome: string; written: number }>([
    { fault: 'down', outcome: 'InternalServerError: An error', written: 0 },
    { fault: 'throttled', outcome: 'ThrottlingException: Rate', written: 0 },
    { fault: 'denied', outcome: 'AccessDeniedException: User', written: 0 },
    { fault: 'reset', outcome: 'ECONNRESET', written: 0 },
    { fault: 'reset_after_processing', outcome: 'ECONNRESET', written: 1 },
  ])('$fault leaves $written written', async ({ fault, outcome, written }) => {
    service.fault(fault);
    expect(await service.write().catch(String)).toContain(outcome);
    service.fault(undefined);
    expect(await service.written()).toBe(written);
  });

  it.each<{ fault: ServiceFault; written: number }>([
    { fault: 'hang', written: 0 },
    { fault: 'hang_after_processing', written: 1 },
  ])('$fault sends no response and leaves $written written', async ({ fault, written }) => {
    service.fault(fault);
    const abort = new AbortController();
    const writing = service.write(abort.signal);
    await until(() => service.callCount() === 1);
    abort.abort();
    await expect(writing).rejects.toThrow('abort');
    service.fault(undefined);
    expect(await service.written()).toBe(written);
  });

  it('delays the call by the sandbox’s clock', async () => {
    service.fault({ delayMs: 2_000 });
    const writing = service.write();
    await until(() => clock.nextTimerAt === START + 2_000);
    clock.advance(2_000);
    await writing;
    service.fault(undefined);
    expect(await service.written()).toBe(1);
  });

  it('can be picked for each call', async () => {
    service.fault(({ operation }) =>
      /^(SendMessage|PutItem)$/.test(operation) && service.callCount() === 1 ? 'down' : undefined,
    );
    await expect(service.write()).rejects.toThrow();
    await service.write();
    expect(await service.written()).toBe(1);
  });
});

it('responds with the date of the sandbox’s clock, by which the AWS SDK corrects its own', async () => {
  clock = new SandboxClock({ frozenAt: START });
  const { urlOf, stop } = await runningSqs({ queues: [], clock });
  const { headers } = await fetch(urlOf(''), { method: 'POST', body: '{}' });
  expect(headers.get('date')).toBe(new Date(START).toUTCString());
  await stop();
});

describe('an unsigned call', () => {
  beforeEach(async () => {
    clock = new SandboxClock({ frozenAt: START });
  });

  const signed = (scope: string) => `AWS4-HMAC-SHA256 Credential=sandbox/20261123/us-east-1/${scope}/aws4_request`;
  it.each([
    { name: 'without a signature', authorization: '', type: 'IncompleteSignatureException' },
    { name: 'signed for another service', authorization: signed('s3'), type: 'IncompleteSignatureException' },
  ])('is refused $name', async ({ authorization, type }) => {
    const { urlOf, stop } = await runningSqs({ queues: [], clock });
    const headers = { authorization, 'x-amz-target': 'AmazonSQS.ListQueues' };
    const response = await fetch(urlOf(''), { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ __type: type });
    await stop();
  });
});
