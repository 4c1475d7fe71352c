import type { Faults } from '../faults/faults.ts';
import { errorResponse } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { readFault } from './read-fault.ts';

/** The calls that list, begin and end faults. */
export function faultsApi(faults: Faults): readonly ControlRoute[] {
  const path = '/sandbox/faults';
  return [
    { method: 'GET', path, handle: () => ({ status: 200, body: { faults: faults.list() } }) },
    {
      method: 'POST',
      path,
      handle: async ({ readBody }) => {
        const fault = readFault(await readBody());
        return fault.ok ? { status: 201, body: faults.add(fault.value) } : errorResponse(fault);
      },
    },
    {
      method: 'DELETE',
      path,
      handle: () => {
        faults.end();
        return { status: 200, body: { faults: faults.list() } };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      handle: ({ ids: { id = '' } }) => {
        if (faults.end(id)) return { status: 200, body: { faults: faults.list() } };
        return { status: 404, body: { error: `There is no fault ${id}. It may have ended. List them: GET ${path}.` } };
      },
    },
  ];
}
