import { expect, it } from '@jest/globals';
import { ExperimentalResources } from '../../../../lib/client/resources/experimental-resources.ts';
import { systemClock } from '../../../../lib/core/clock.ts';
import { clientOperations, SEVERAL_CALLS } from '../../../../sandbox/frameio/api/client-operations.ts';
import { methodsOf } from '../../../../sandbox/frameio/api/methods-of.ts';

const operations = clientOperations();

it('has every operation of the client', () => {
  const resources = new ExperimentalResources({ clock: systemClock, send: () => Promise.reject(new Error('none')) });
  const names = operations.map(({ name }) => name);
  expect(methodsOf(resources).filter((name) => !SEVERAL_CALLS.has(name) && !names.includes(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(120);
});

it('has the paths of Frame.io, with the ids as parameters', () => {
  expect(operations).toContainEqual({
    name: 'comments.index',
    method: 'GET',
    path: '/v4/accounts/{id_0}/files/{id_1}/comments',
  });
  expect(operations.filter(({ path }) => !/^(\/([a-z0-9_]+|\{id_\d\}))+$/.test(path))).toEqual([]);
});
