import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queueUrl } from '../../../sandbox/aws/sqs/queue-names.ts';
import { SDK_SETTINGS } from '../../support/running-sqs.ts';
import { until } from '../../support/until.ts';

/** `SEED=<number>` repeats a run: it kills after the same numbers of deletions. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durability-'));
});

describe('kill -9 at any moment', () => {
  let services: ChildProcess | undefined;
  afterEach(() => void services?.kill('SIGKILL'));

  async function start() {
    services = spawn(
      process.execPath,
      ['-C', '@frameio-lambda/source', '--import', 'tsx', 'test/support/durable-services.ts', folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const [line] = services.stdout ? await once(services.stdout, 'data') : [];
    const urls: { readonly sqs: string; readonly dynamoDb: string } = JSON.parse(String(line));
    const sqs = new SQSClient({ ...SDK_SETTINGS, endpoint: urls.sqs });
    const dynamoDb = new DynamoDBClient({ ...SDK_SETTINGS, endpoint: urls.dynamoDb });
    const QueueUrl = queueUrl(urls.sqs, 'work');
    const ended = once(services, 'exit');
    return {
      send: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
      receive: async () =>
        (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [],
      remove: (ReceiptHandle: string) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
      put: (id: string) => dynamoDb.send(new PutItemCommand({ TableName: 'idempotency', Item: { id: { S: id } } })),
      items: async () =>
        ((await dynamoDb.send(new ScanCommand({ TableName: 'idempotency' }))).Items ?? []).map(({ id }) => id?.S ?? ''),
      kill: async () => {
        services?.kill('SIGKILL');
        await ended;
        sqs.destroy();
        dynamoDb.destroy();
      },
    };
  }

  const kills = fc.sample(fc.integer({ min: 100, max: 200 }), { seed: SEED, numRuns: 3 });

  it.each(kills)(
    `keeps every acknowledged write and deletion when killed after %d deletions (seed ${SEED})`,
    async (deletions) => {
      const [sent, received, deleted, written] = [
        new Set<string>(),
        new Set<string>(),
        new Set<string>(),
        new Set<string>(),
      ];
      const before = await start();
      let number = 0;
      const worker = async () => {
        for (;;) {
          number += 1;
          const name = `${number}`;
          await before.send(name);
          sent.add(name);
          await before.put(name);
          written.add(name);
          if (number % 3 > 0) continue;
          for (const { Body = '', ReceiptHandle = '' } of await before.receive()) {
            received.add(Body);
            await before.remove(ReceiptHandle);
            deleted.add(Body);
          }
        }
      };
      const working = Array.from({ length: 4 }, () => worker().catch(() => undefined));
      await until(() => deleted.size >= deletions);
      await before.kill();
      await Promise.all(working);

      const after = await start();
      const remaining: string[] = [];
      for (let batch = await after.receive(); batch.length > 0; batch = await after.receive()) {
        remaining.push(...batch.map(({ Body = '' }) => Body));
      }
      const items = await after.items();
      await after.kill();
      const lost = [...sent].filter((name) => !received.has(name) && !remaining.includes(name));
      expect({ lost, restored: remaining.filter((name) => deleted.has(name)) }).toEqual({ lost: [], restored: [] });
      expect([...written].filter((name) => !items.includes(name))).toEqual([]);
      expect(new Set(remaining).size).toBe(remaining.length);
    },
  );
});
