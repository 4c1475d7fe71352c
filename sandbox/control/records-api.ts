import type { SynthesizedTable } from '../../cdk/synthesized-resources.ts';
import { deliveryKey } from '../../lib/idempotency/delivery-key.ts';
import type { DynamoDb } from '../aws/dynamodb/dynamodb.ts';
import { readWorkRecord } from '../deliveries/idempotency-records.ts';
import { toIso } from '../history/delivery-changes.ts';
import type { DeliveryHistory } from '../history/delivery-history.ts';
import type { Delivery, IdempotencyRecord, IdempotencyRecordList } from '../sandbox-api.ts';
import { errorResponse } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { findDelivery } from './deliveries-api.ts';

/** What the call about idempotency records needs. */
export interface RecordsApiOptions {
  readonly history: DeliveryHistory;
  readonly dynamoDb: DynamoDb;
  readonly tables: readonly SynthesizedTable[];
}

/** The call that shows what the idempotency store knows about the handlers of a delivery. */
export function recordsApi({ history, ...store }: RecordsApiOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/deliveries/{id}/records',
      handle: async ({ ids: { id = '' } }) => {
        const found = findDelivery(id, history);
        if (!found.ok) return errorResponse(found);
        const body: IdempotencyRecordList = { records: await readRecords(found.value, store) };
        return { status: 200, body };
      },
    },
  ];
}

/** Each handler can have a record for each attempt, because the key of a record depends on the timestamp. */
async function readRecords(
  { body, attempts, handlers }: Delivery,
  { dynamoDb, tables }: Omit<RecordsApiOptions, 'history'>,
): Promise<readonly IdempotencyRecord[]> {
  const timestamps = [...new Set(attempts.map(({ timestamp }) => timestamp))];
  const works = handlers.flatMap(({ name }) => timestamps.map((timestamp) => ({ name, timestamp })));
  const reads = works.flatMap(({ name: handlerName, timestamp }) =>
    tables.map(async (table): Promise<readonly IdempotencyRecord[]> => {
      const work = { deliveryKey: deliveryKey({ body, timestamp }), handlerName };
      const record = await readWorkRecord(dynamoDb, table, work);
      if (!record) return [];
      const { isCompleted, failures, lockedUntil, expiresAt } = record;
      return [
        {
          handler: handlerName,
          timestamp,
          status: isCompleted ? 'completed' : 'in_progress',
          failures,
          lockedUntil: isCompleted || lockedUntil === undefined ? null : toIso(lockedUntil),
          expiresAt: expiresAt === undefined ? null : toIso(expiresAt),
        },
      ];
    }),
  );
  return (await Promise.all(reads)).flat();
}
