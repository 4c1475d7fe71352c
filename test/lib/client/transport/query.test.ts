import { expect, it } from '@jest/globals';
import { queryString } from '../../../../lib/client/transport/query.ts';

it('the query omits empty values', () => {
  expect(queryString({ a: undefined, b: null, c: [], d: { e: undefined } })).toBe('');
  expect(queryString({ a: 'ä', include: ['owner', 'replies'], filters: { x: 1 } })).toBe(
    '?a=%C3%A4&include=owner%2Creplies&filters%5Bx%5D=1',
  );
});
