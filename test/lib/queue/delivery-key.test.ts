import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RESOURCE_OF_EVENT, type WebhookEventName } from '../../../lib/index.ts';
import { deliveryKey, REPEATS } from '../../../lib/queue/delivery-key.ts';

/** All of Frame.io's events: can it happen to the same resource again, and why. */
const WHY: Readonly<Record<WebhookEventName, readonly [repeats: boolean, because: string]>> = {
  'file.created': [false, 'a file is made once'],
  'file.upload.completed': [false, 'its bytes arrive once: a new version is a new file'],
  'file.ready': [false, 'it is transcoded once'],
  'file.updated': [true, 'it can be renamed again'],
  'file.versioned': [true, 'it is not documented that the resource is the new version and not the stack'],
  'file.copied': [true, 'it is not documented that the resource is the copy and not its source'],
  'file.deleted': [true, 'it can be restored and deleted again'],
  'folder.created': [false, 'a folder is made once'],
  'folder.updated': [true, 'it can be renamed again'],
  'folder.copied': [true, 'it is not documented that the resource is the copy and not its source'],
  'folder.deleted': [true, 'it can be restored and deleted again'],
  'comment.created': [false, 'a comment is made once'],
  'comment.updated': [true, 'its text can be edited again'],
  'comment.completed': [true, 'it can be reopened and completed again'],
  'comment.uncompleted': [true, 'it can be completed and reopened again'],
  'comment.deleted': [false, 'Frame.io brings no comment back'],
  'customfield.created': [false, 'a field is made once'],
  'customfield.updated': [true, 'it can be changed again'],
  'customfield.deleted': [false, 'Frame.io brings no field back'],
  'metadata.value.updated': [true, 'values change again'],
  'project.created': [false, 'a project is made once'],
  'project.updated': [true, 'it can be changed again'],
  'project.deleted': [true, 'it can be restored and deleted again'],
  'collection.created': [false, 'a collection is made once'],
  'collection.updated': [true, 'it can be changed again'],
  'collection.deleted': [false, 'Frame.io brings no collection back'],
  'share.created': [false, 'a share is made once'],
  'share.updated': [true, 'it can be changed again'],
  'share.deleted': [false, 'Frame.io brings no share back'],
  'share.viewed': [true, 'somebody looks at it again'],
};

describe('the same body sent at another time', () => {
  it.each(
    Object.entries(WHY).map(([event, [repeats, because]]) => ({
      event,
      repeats,
      because,
      means: repeats ? 'another event' : 'the same event',
    })),
  )('is $means for $event: $because', ({ event, repeats }) => {
    const [first, second] = ['1604004499', '1604004514'].map((timestamp) =>
      deliveryKey({ eventType: event, body: '{}', timestamp }),
    );
    expect(first === second).toBe(!repeats);
  });

  it('is another event for one this version does not know', () => {
    const keys = ['1', '2'].map((timestamp) => deliveryKey({ eventType: 'file.archived', body: '{}', timestamp }));
    expect(new Set(keys).size).toBe(2);
  });

  it('is decided for every event there is', () => {
    expect(Object.keys(REPEATS).sort()).toEqual(Object.keys(RESOURCE_OF_EVENT).sort());
  });
});

it('is the SHA-256 of the bytes, or of timestamp and bytes', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const body = Buffer.from('{"type":"x"}');
  expect(deliveryKey({ eventType: 'file.ready', body, timestamp: '1' })).toBe(sha256('{"type":"x"}'));
  expect(deliveryKey({ eventType: 'share.viewed', body, timestamp: '1' })).toBe(sha256('1:{"type":"x"}'));
});
