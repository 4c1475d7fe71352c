import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError } from '../../../lib/core/errors.ts';
import { batch, fail, oneMinute, retained, WorkerStage } from './worker-stage.ts';

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

describe('the attributes of a dead letter', () => {
  it('have at most 500 characters of a reason, however long the error is', async () => {
    const worker = await stage.worker({ index: fail(new PermanentError(`No preset. ${'x'.repeat(5_000)}`)) });
    expect(retained(await worker(batch({}), oneMinute))).toEqual([]);
    const [letter] = stage.deadLetters;
    expect(letter).toMatchObject({ errorCode: 'permanent', reason: expect.stringContaining('No preset. xxx') });
    expect(letter?.reason).toHaveLength(500);
  });

  it('have a space in place of characters that SQS refuses', async () => {
    const worker = await stage.worker({ index: fail(new PermanentError('No\u0000\u001b[31m preset\ud83d\n\uffff.')) });
    expect(retained(await worker(batch({}), oneMinute))).toEqual([]);
    expect(stage.deadLetters).toMatchObject([{ reason: expect.stringContaining('No [31m preset .') }]);
  });

  it('name the handlers in at most 500 characters', async () => {
    const name = 'archive-'.repeat(100);
    const worker = await stage.worker({ [name]: fail(new PermanentError('No preset.')) });
    expect(retained(await worker(batch({}), oneMinute))).toEqual([]);
    const call = stage.calls.find(({ operation }) => operation === 'SendMessage');
    expect(call?.input.MessageAttributes).toMatchObject({ handlers: { StringValue: name.slice(0, 500) } });
    expect(stage.deadLetters).toMatchObject([{ handlers: [name] }]);
  });

  it('name no handler if the message cannot be read', async () => {
    const worker = await stage.worker({});
    const [record] = batch({ receiveCount: 3 }).Records;
    const unreadable = { ...record, body: '{"version":2}' };
    expect(retained(await worker({ Records: [unreadable] }, oneMinute))).toEqual([]);
    const call = stage.calls.find(({ operation }) => operation === 'SendMessage');
    expect(call?.input).toMatchObject({ MessageBody: '{"version":2}' });
    expect(call?.input.MessageAttributes).toEqual({
      reason: { DataType: 'String', StringValue: 'The message is not a delivery that this version can read.' },
      errorCode: { DataType: 'String', StringValue: 'message_unreadable' },
      attempts: { DataType: expect.any(String), StringValue: '3' },
      failedAt: { DataType: 'String', StringValue: expect.stringMatching(/^20\d\d-.*Z$/) },
    });
  });
});
