import { createHash } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { FileReadyRecords } from '../../../lib/idempotency/file-ready-records.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { answered, intercepted } from '../../support/intercepted-aws.ts';

const NOTHING = { isAccepted: false, first: undefined, noticedAt: undefined };
const delivery = (timestamp: string) => ({ body: `{"sent":"${timestamp}"}`, timestamp });
const [EARLIER, RECONCILED, LATER] = [delivery('1795000000'), delivery('1795000060'), delivery('1795000061')];

let table: TestTable;
let records: FileReadyRecords;
let files = 0;
let file = { accountId: 'account', fileId: '' };
beforeAll(async () => {
  table = await startIdempotencyTable();
  records = new FileReadyRecords(table.name, table.client);
});
afterAll(() => table.close());
beforeEach(() => {
  files += 1;
  file = { accountId: 'account', fileId: `file-${files}` };
});

async function readItem() {
  const hash = createHash('sha256').update(`${file.accountId}#${file.fileId}`).digest('base64');
  const Key = { id: { S: `frameio-lambda-files#${hash}` } };
  return (await table.client.send(new GetItemCommand({ TableName: table.name, Key, ConsistentRead: true }))).Item;
}

it('a file without a record is not accepted', async () => {
  expect(await records.read(file)).toEqual(NOTHING);
});

it('a record expires 70 days after its last change', async () => {
  const [before, days] = [Math.floor(Date.now() / 1_000), 24 * 60 * 60];
  await records.accept(file);
  const seconds = Number((await readItem())?.expiration?.N) - before;
  expect(seconds).toBeGreaterThanOrEqual(70 * days);
  expect(seconds).toBeLessThan(71 * days);
});

describe('the first delivery', () => {
  it('identifies the event, and is not accepted before it is handled', async () => {
    expect(await records.begin(file, EARLIER, false)).toEqual(EARLIER);
    expect(await records.read(file)).toEqual({ ...NOTHING, first: EARLIER });
    await records.accept(file);
    expect(await records.read(file)).toEqual({ ...NOTHING, first: EARLIER, isAccepted: true });
  });

  it('is accepted if the queue has stored it', async () => {
    await records.begin(file, EARLIER, true);
    expect(await records.read(file)).toEqual({ ...NOTHING, first: EARLIER, isAccepted: true });
  });

  it('stays recorded when another one arrives, which identifies itself', async () => {
    await records.begin(file, EARLIER, false);
    expect(await records.begin(file, LATER, false)).toEqual(LATER);
    expect(await records.read(file)).toMatchObject({ first: EARLIER });
  });

  it('is recorded as text if the body has bytes', async () => {
    await records.begin(file, { ...EARLIER, body: Buffer.from(EARLIER.body) }, false);
    expect(await records.read(file)).toMatchObject({ first: EARLIER });
  });
});

describe('reconciliation', () => {
  it('makes the first delivery of an event that did not arrive', async () => {
    expect(await records.claim(file, RECONCILED)).toEqual(RECONCILED);
    expect(await records.read(file)).toEqual({ ...NOTHING, first: RECONCILED });
  });

  it('uses the delivery that it made before', async () => {
    await records.claim(file, RECONCILED);
    expect(await records.claim(file, LATER)).toEqual(RECONCILED);
    expect(await records.read(file)).toMatchObject({ first: RECONCILED });
  });

  it('uses a delivery that arrived and is not accepted', async () => {
    await records.begin(file, EARLIER, false);
    expect(await records.claim(file, RECONCILED)).toEqual(EARLIER);
  });

  it('makes no delivery of an event that is accepted', async () => {
    await records.accept(file); // the write before was lost
    expect(await records.claim(file, RECONCILED)).toBeUndefined();
    expect(await records.read(file)).toEqual({ ...NOTHING, isAccepted: true });
  });

  it.each([
    { name: 'is about the event of a delivery that was signed before', real: EARLIER, expected: RECONCILED },
    {
      name: 'is about the event of a delivery that was signed in the same second',
      real: { ...LATER, timestamp: RECONCILED.timestamp },
      expected: RECONCILED,
    },
    { name: 'is not about the event of a delivery that was signed later', real: LATER, expected: LATER },
  ])('$name', async ({ real, expected }) => {
    await records.claim(file, RECONCILED);
    expect(await records.begin(file, real, false)).toEqual(expected);
  });

  it('notices a file once, and keeps the time of the first call', async () => {
    await records.notice(file, 1_795_000_000_123);
    await records.notice(file, 1_795_000_000_456);
    expect(await records.read(file)).toEqual({ ...NOTHING, noticedAt: 1_795_000_000_123 });
  });

  it('knows each file of each account by itself', async () => {
    await records.claim(file, RECONCILED);
    expect(await records.read({ ...file, fileId: 'other' })).toEqual(NOTHING);
    expect(await records.read({ ...file, accountId: 'other' })).toEqual(NOTHING);
  });

  it('reads consistently, so that it sees a delivery that has just been accepted', async () => {
    await records.accept(file);
    const eventual = createDynamoDbClient(
      intercepted(
        async (call) =>
          call.operation === 'GetItem' && call.input.ConsistentRead !== true ? answered(call) : call.forward(),
        table.url,
      ),
    );
    expect(await new FileReadyRecords(table.name, eventual).read(file)).toMatchObject({ isAccepted: true });
  });

  it('fails if DynamoDB refuses its claim', async () => {
    const refusal = { service: 'dynamodb', status: 400, awsCode: 'ProvisionedThroughputExceededException' };
    const throttled = createDynamoDbClient(
      intercepted(async ({ operation }) => {
        throw new AwsServiceError({ ...refusal, operation });
      }, table.url),
    );
    const claim = new FileReadyRecords(table.name, throttled).claim(file, RECONCILED);
    await expect(claim).rejects.toMatchObject({ awsCode: refusal.awsCode });
  });
});
