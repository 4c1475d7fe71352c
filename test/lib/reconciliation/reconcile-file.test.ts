import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import type { FileWithIncludes } from '../../../lib/client/resources/assets.ts';
import { FileReadyRecords } from '../../../lib/idempotency/file-ready-records.ts';
import type { QueuedDelivery } from '../../../lib/queue/queued-delivery.ts';
import { GRACE_PERIOD_MS, reconcileFile } from '../../../lib/reconciliation/reconcile-file.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const LOCATION = { accountId: 'account', workspaceId: 'workspace', projectId: 'project' };
const CREATOR = { id: 'user', name: 'Kim', email: 'kim@example.com', avatar_url: null, active: true };

let table: TestTable;
let records: FileReadyRecords;
let files = 0;
let file = { accountId: LOCATION.accountId, fileId: '' };
beforeAll(async () => {
  table = await startIdempotencyTable();
  records = new FileReadyRecords(table.name, table.client);
});
afterAll(() => table.close());
beforeEach(() => {
  files += 1;
  file = { accountId: LOCATION.accountId, fileId: `file-${files}` };
});

/** Reconciles the file. Returns the outcome and what was sent to the queue. */
async function reconcile(now: number, given = records, includes: Pick<FileWithIncludes, 'creator'> = {}) {
  const sent: QueuedDelivery[] = [];
  const queue = { send: async (delivery: QueuedDelivery) => void sent.push(delivery) };
  const services = { records: given, queue, logger: new MemoryLogger(), metrics: { record() {}, publish() {} } };
  return { outcome: await reconcileFile({ id: file.fileId, ...includes }, LOCATION, now, services), sent };
}

/** Records whose calls to DynamoDB are intercepted. */
const recordsWith = (interceptor: Interceptor) =>
  new FileReadyRecords(table.name, createDynamoDbClient(intercepted(interceptor, table.url)));

describe('a ready file without an event', () => {
  it('waits for 15 minutes', async () => {
    expect(GRACE_PERIOD_MS).toBe(900_000);
    for (const waited of [0, 1, 899_999]) {
      expect(await reconcile(NOW + waited)).toEqual({ outcome: 'waiting', sent: [] });
    }
    expect(await reconcile(NOW + 900_000)).toMatchObject({
      outcome: 'enqueued',
      sent: [{ receivedAt: NOW + 900_000 }],
    });
  });

  it('is written once while it waits', async () => {
    const writes: string[] = [];
    const counted = recordsWith((call) => {
      if (call.operation === 'UpdateItem') writes.push(call.operation);
      return call.forward();
    });
    for (const waited of [0, 1, 2]) await reconcile(NOW + waited, counted);
    expect(writes).toHaveLength(1);
  });

  it.each([
    { name: 'the user who added it', includes: { creator: CREATOR }, user: { user: { id: 'user' } } },
    { name: 'no user if Frame.io names none', includes: {}, user: {} },
  ])('has an event with $name', async ({ includes, user }) => {
    await reconcile(NOW);
    const { sent } = await reconcile(NOW + GRACE_PERIOD_MS, records, includes);
    expect(JSON.parse(String(sent[0]?.body))).toEqual({
      account: { id: 'account' },
      project: { id: 'project' },
      reconciled: true,
      resource: { id: file.fileId, type: 'file' },
      type: 'file.ready',
      workspace: { id: 'workspace' },
      ...user,
    });
  });
});

describe('a ready file whose event was accepted', () => {
  it('needs no other event', async () => {
    await records.accept(file);
    expect(await reconcile(NOW)).toEqual({ outcome: 'accepted', sent: [] });
    expect(await records.read(file)).toMatchObject({ noticedAt: undefined });
  });

  it('needs no other event if that happens while it is reconciled', async () => {
    await reconcile(NOW);
    const late = recordsWith(async (call) => {
      if (call.operation === 'UpdateItem') await records.accept(file);
      return await call.forward();
    });
    expect(await reconcile(NOW + GRACE_PERIOD_MS, late)).toEqual({ outcome: 'accepted', sent: [] });
  });
});
