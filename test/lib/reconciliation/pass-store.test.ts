import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { type Pass, PassStore } from '../../../lib/reconciliation/pass-store.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { answered, type Interceptor, intercepted } from '../../support/intercepted-aws.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let table: TestTable;
beforeAll(async () => {
  table = await startIdempotencyTable();
});
afterAll(() => table.close());

const storeWith = (interceptor: Interceptor) =>
  new PassStore(table.name, 'reconciliation', createDynamoDbClient(intercepted(interceptor, table.url)));

/** A pass with waiting folders, each in a project of its own: their largest form. */
function passWith(count: number, name: string): Pass {
  const idOf = (kind: string, number: number) => `${name}${kind}`.padEnd(30, '-') + String(number).padStart(6, '0');
  const folders = Array.from({ length: count }, (_, number) => ({
    id: idOf('folder', number),
    projectId: idOf('project', number),
    workspaceId: idOf('workspace', number),
  }));
  return { startedAt: NOW, previousStartedAt: undefined, changedSince: NOW - 1_000, folders };
}

/** Saves a pass and loads it. Returns the inputs of the calls. */
async function callsOf(pass: Pass): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const inputs: Readonly<Record<string, unknown>>[] = [];
  const store = storeWith((call) => {
    inputs.push(call.input);
    return call.forward();
  });
  await store.save(pass, NOW);
  expect((await store.load(NOW)).pass).toEqual(pass);
  return inputs;
}

it('a pass whose folders fit into an item of DynamoDB takes one write and one read', async () => {
  expect(await callsOf(passWith(1_500, 'only'))).toHaveLength(2);
});

it('a list of further folders expires after 70 days', async () => {
  const [list] = await callsOf(passWith(1_501, 'first'));
  expect(list).toMatchObject({
    ExpressionAttributeValues: { ':expiration': { N: String(Date.parse('2026-05-10T12:00:00Z') / 1_000) } },
  });
});

it('a pass whose list of further folders has expired has the other folders', async () => {
  const pass = passWith(1_502, 'first');
  await callsOf(pass);
  const store = storeWith((call) => (call.operation === 'GetItem' ? Promise.resolve(answered(call)) : call.forward()));
  const { pass: loaded } = await store.load(NOW);
  expect(loaded?.folders).toEqual(pass.folders.slice(0, 1_500));
});

it('the lists of a pass are read consistently', async () => {
  const reads = (await callsOf(passWith(1_501, 'first'))).filter((input) => 'ConsistentRead' in input);
  expect(reads).toMatchObject([{ ConsistentRead: true }]);
});

describe('a pass with more folders than fit into an item of DynamoDB', () => {
  it('is loaded as it was saved', async () => {
    const store = storeWith((call) => call.forward());
    const pass = passWith(4_001, 'first');
    await store.load(NOW);
    await store.save(pass, NOW);
    expect(await store.load(NOW + 1)).toEqual({ turnedOnAt: NOW, pass });
    await store.save(passWith(1, 'last'), NOW);
    expect((await store.load(NOW)).pass).toEqual(passWith(1, 'last'));
  });

  it('is the pass of the save before, complete, after a crash before or after any write', async () => {
    const store = storeWith((call) => call.forward());
    const [before, after] = [passWith(2_001, 'old'), passWith(2_001, 'new')];
    const WRITES = 2;
    for (let last = 1; last <= WRITES; last += 1) {
      for (const isProcessed of [false, true]) {
        await store.save(before, NOW);
        let writes = 0;
        const crashing = storeWith(async (call) => {
          writes += 1;
          if (writes < last) return await call.forward();
          if (writes === last && isProcessed) await call.forward();
          throw new Error('crashed');
        });
        await expect(crashing.save(after, NOW)).rejects.toThrow();
        const isSaved = last === WRITES && isProcessed;
        expect((await store.load(NOW)).pass).toEqual(isSaved ? after : before);
      }
    }
  });
});
