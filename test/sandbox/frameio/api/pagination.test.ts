import { describe, expect, it } from '@jest/globals';
import { pageOf } from '../../../../sandbox/frameio/api/pagination.ts';

const items = (...ids: string[]) => ids.map((id) => ({ id }));

describe('a page', () => {
  it.each([
    { name: 'when nothing has changed', remaining: items('a', 'b', 'c', 'd'), expected: items('c', 'd') },
    { name: 'when its last item is deleted', remaining: items('a', 'c', 'd'), expected: items('c', 'd') },
    { name: 'when an item before it is deleted', remaining: items('b', 'c', 'd'), expected: items('c', 'd') },
    { name: 'when an item is added before it', remaining: items('0', 'a', 'b', 'c', 'd'), expected: items('c', 'd') },
    { name: 'when all that followed is deleted', remaining: items('a', 'b'), expected: [] },
  ])('is followed by the next page $name', ({ remaining, expected }) => {
    const first = pageOf(items('a', 'b', 'c', 'd'), { page_size: 2 }, '/list');
    expect(first?.data).toEqual(items('a', 'b'));
    const after = new URL(first?.links.next ?? '', 'http://localhost').searchParams.get('after') ?? '';
    expect(pageOf(remaining, { page_size: 2, after }, '/list')).toEqual({ data: expected, links: { next: null } });
  });
});
