import { describe, expect, it } from '@jest/globals';
import { ID, operation } from '../../../../sandbox/frameio/api/operation.ts';
import { perMinute } from '../../../../sandbox/frameio/api/rate-limit.ts';
import { findRoute } from '../../../../sandbox/frameio/api/router.ts';

const OPERATIONS = ['/v4/files/{file_id}', '/v4/files/copy', '/v4/files/{file_id}/comments/{comment_id}'].map((path) =>
  operation({
    name: path,
    method: 'GET',
    path,
    limit: perMinute(1),
    ids: { file_id: ID },
    query: {},
    body: {},
    handle: () => ({ status: 200, body: {} }),
  }),
);

describe('the router', () => {
  it.each([
    { path: '/v4/files/a', found: '/v4/files/{file_id}', ids: { file_id: 'a' } },
    { path: '/v4/files/copy', found: '/v4/files/copy', ids: {} },
    { path: '/v4/files/a/', found: '/v4/files/{file_id}', ids: { file_id: 'a' } },
    { path: '/v4/files/adobe%3Aa%7C1', found: '/v4/files/{file_id}', ids: { file_id: 'adobe:a|1' } },
    {
      path: '/v4/files/a/comments/b',
      found: '/v4/files/{file_id}/comments/{comment_id}',
      ids: { file_id: 'a', comment_id: 'b' },
    },
  ])('finds $found for $path', ({ path, found, ids }) => {
    expect(findRoute(OPERATIONS, 'GET', path)).toMatchObject({ operation: { name: found }, ids });
  });

  it.each([
    { method: 'GET', path: '/v4/files' },
    { method: 'GET', path: '/v4/files/a/comments' },
    { method: 'GET', path: '/V4/files/a' },
    { method: 'POST', path: '/v4/files/a' },
  ])('finds nothing for $method $path', ({ method, path }) => {
    expect(findRoute(OPERATIONS, method, path)).toBeUndefined();
  });
});
