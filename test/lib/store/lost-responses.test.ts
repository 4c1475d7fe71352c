import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { increment, storeStage } from './store-stage.ts';

let stage: Awaited<ReturnType<typeof storeStage>>;
beforeEach(async () => {
  stage = await storeStage();
});
afterEach(() => stage.stop());

describe('put, if its response is lost and it is sent again', () => {
  it('succeeds', async () => {
    stage.loseResponse('UpdateItem');
    await stage.store.put('key', 10);
    expect(stage.countCalls('UpdateItem')).toBe(2);
    expect(await stage.store.get('key')).toBe(10);
  });

  it('keeps the update that another process made meanwhile', async () => {
    stage.loseResponse('UpdateItem', () => stage.other.update('key', increment));
    await stage.store.put('key', 10);
    expect(await stage.store.get('key')).toBe(11);
  });

  it('replaces the value if DynamoDB had not received it', async () => {
    stage.loseRequest('UpdateItem', () => stage.other.put('key', 'other'));
    await stage.store.put('key', 10);
    expect(await stage.store.get('key')).toBe(10);
  });
});

describe('putIfAbsent, if its response is lost and it is sent again', () => {
  it('returns true if it wrote the value', async () => {
    stage.loseResponse('UpdateItem');
    expect(await stage.store.putIfAbsent('key', 'mine')).toBe(true);
    expect(await stage.store.get('key')).toBe('mine');
  });

  it('returns true if it wrote the value and another process updated it meanwhile', async () => {
    stage.loseResponse('UpdateItem', () => stage.other.update('key', increment));
    expect(await stage.store.putIfAbsent('key', 1)).toBe(true);
    expect(await stage.store.get('key')).toBe(2);
  });

  it('returns false if a value existed', async () => {
    await stage.store.put('key', 'other');
    stage.loseResponse('UpdateItem');
    expect(await stage.store.putIfAbsent('key', 'mine')).toBe(false);
    expect(await stage.store.get('key')).toBe('other');
  });

  it('returns false if another process wrote a value before DynamoDB received it', async () => {
    stage.loseRequest('UpdateItem', () => stage.other.putIfAbsent('key', 'other'));
    expect(await stage.store.putIfAbsent('key', 'mine')).toBe(false);
    expect(await stage.store.get('key')).toBe('other');
  });
});

describe('update, if its response is lost and it is sent again', () => {
  it.each([
    { name: 'a new value', before: undefined, after: 1 },
    { name: 'an existing value', before: 10, after: 11 },
  ])('changes $name once', async ({ before, after }) => {
    if (before !== undefined) await stage.store.put('key', before);
    stage.loseResponse('UpdateItem');
    expect(await stage.store.update('key', increment)).toBe(after);
    expect(await stage.store.get('key')).toBe(after);
  });

  it('changes the value once although other processes change it 15 times meanwhile', async () => {
    const meanwhile = async () => {
      for (let times = 0; times < 15; times += 1) await stage.other.update('key', increment);
    };
    stage.loseResponse('UpdateItem', meanwhile);
    expect(await stage.store.update('key', increment)).toBe(1);
    expect(await stage.store.get('key')).toBe(16);
  });

  it('changes the value of another process that DynamoDB received first', async () => {
    stage.loseRequest('UpdateItem', () => stage.other.put('key', 10));
    expect(await stage.store.update('key', increment)).toBe(11);
  });
});

describe('delete, if its response is lost and it is sent again', () => {
  beforeEach(() => stage.store.put('key', 1));

  it('succeeds', async () => {
    stage.loseResponse('DeleteItem');
    await stage.store.delete('key');
    expect(stage.countCalls('DeleteItem')).toBe(2);
    expect(await stage.itemOf('app#key')).toBeUndefined();
  });

  it('keeps the value that another process wrote after the deletion', async () => {
    stage.loseResponse('DeleteItem', () => stage.other.putIfAbsent('key', 'new'));
    await stage.store.delete('key');
    expect(await stage.store.get('key')).toBe('new');
  });

  it('deletes the value that another process updated before DynamoDB received it', async () => {
    stage.loseRequest('DeleteItem', () => stage.other.update('key', increment));
    await stage.store.delete('key');
    expect(await stage.itemOf('app#key')).toBeUndefined();
  });
});

it.each(['put', 'putIfAbsent', 'update'] as const)(
  '%s reports that the store is unavailable if every response is lost, although the value is written',
  async (method) => {
    stage.dynamoDb.fault = ({ operation }) => (operation === 'UpdateItem' ? 'reset_after_processing' : undefined);
    const written = method === 'update' ? stage.store.update('key', increment) : stage.store[method]('key', 1);
    await expect(written).rejects.toMatchObject({
      code: 'store_unavailable',
      cause: { operation: 'UpdateItem', isOutcomeUnknown: true },
    });
    expect(await stage.store.get('key')).toBe(1);
  },
);
