import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultOption, ServiceFault } from '../../../sandbox/aws/json-service.ts';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { runningDynamoDb } from '../../support/running-dynamodb.ts';
import { runningSqs } from '../../support/running-sqs.ts';
import { until } from '../../support/until.ts';

const START = Date.UTC(2026, 10, 23);

/** A service that something can be written to, and what has been written. */
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
      client.send(new PutItemCommand({ TableName: 'ledger', Item: { id: { S: '1' } } }), {
        ...(abortSignal && { abortSignal }),
      }),
    written: async () => (await client.send(new ScanCommand({ TableName: 'ledger' }))).Count ?? 0,
    stop,
  };
}

describe.each([
  { name: 'SQS', start: sqs },
  { name: 'DynamoDB', start: dynamoDb },
])('what can go wrong with $name', ({ start }) => {
  beforeEach(async () => {
    clock = new SandboxClock({ standsAt: START });
    service = await start();
  });
  afterEach(() => service.stop());

  it.each<{ fault: ServiceFault; outcome: string; written: number }>([
    { fault: 'down', outcome: 'InternalServerError: An error', written: 0 },
    { fault: 'throttled', outcome: 'ThrottlingException: Rate', written: 0 },
    { fault: 'denied', outcome: 'AccessDeniedException: User', written: 0 },
    { fault: 'reset', outcome: 'ECONNRESET', written: 0 },
    { fault: 'reset_when_done', outcome: 'ECONNRESET', written: 1 },
  ])('$fault: $written written', async ({ fault, outcome, written }) => {
    service.fault(fault);
    expect(await service.write().catch(String)).toContain(outcome);
    service.fault(undefined);
    expect(await service.written()).toBe(written);
  });

  it.each<{ fault: ServiceFault; written: number }>([
    { fault: 'hang', written: 0 },
    { fault: 'hang_when_done', written: 1 },
  ])('$fault: no answer, $written written', async ({ fault, written }) => {
    service.fault(fault);
    const giveUp = new AbortController();
    const writing = service.write(giveUp.signal);
    await until(() => service.callCount() === 1);
    giveUp.abort();
    await expect(writing).rejects.toThrow('abort');
    service.fault(undefined);
    expect(await service.written()).toBe(written);
  });

  it('a delay, by the sandbox’s clock', async () => {
    service.fault({ delayMs: 2_000 });
    const writing = service.write();
    await until(() => clock.nextAlarmAt === START + 2_000);
    clock.pass(2_000);
    await writing;
    service.fault(undefined);
    expect(await service.written()).toBe(1);
  });

  it('one call and not the next, as each call is looked at', async () => {
    service.fault(({ operation }) =>
      /^(SendMessage|PutItem)$/.test(operation) && service.callCount() === 1 ? 'down' : undefined,
    );
    await expect(service.write()).rejects.toThrow();
    await service.write();
    expect(await service.written()).toBe(1);
  });
});

describe('a call that nobody may have made', () => {
  beforeEach(async () => {
    clock = new SandboxClock({ standsAt: START });
  });

  const signed = (scope: string) => `AWS4-HMAC-SHA256 Credential=sandbox/20261123/us-east-1/${scope}/aws4_request`;
  it.each([
    { name: 'without a signature', authorization: '', type: 'IncompleteSignatureException' },
    { name: 'signed for another service', authorization: signed('s3'), type: 'IncompleteSignatureException' },
  ])('$name is refused', async ({ authorization, type }) => {
    const { urlOf, stop } = await runningSqs({ queues: [], clock });
    const headers = { authorization, 'x-amz-target': 'AmazonSQS.ListQueues' };
    const response = await fetch(urlOf(''), { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ __type: type });
    await stop();
  });
});
