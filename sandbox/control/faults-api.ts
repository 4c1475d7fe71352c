import type { ApiFaults, NewApiFault } from '../faults/api-faults.ts';
import { readFields } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';

const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 86_400;
const MAX_COUNT = 10_000;

const USAGE =
  'Send {"status": <400 to 599>, "calls": "<operation, such as files.show, or path; * is any part>"}, and "count": ' +
  `<number of calls> or "seconds": <duration> (default ${DEFAULT_SECONDS}).`;

/** The calls that list, begin and end errors of the local Frame.io. */
export function faultsApi(faults: ApiFaults): readonly ControlRoute[] {
  const path = '/sandbox/faults';
  return [
    { method: 'GET', path, handle: () => ({ status: 200, body: { faults: faults.list() } }) },
    {
      method: 'POST',
      path,
      handle: async ({ readBody }) => {
        const fault = readFault(await readBody());
        return fault ? { status: 201, body: faults.add(fault) } : { status: 422, body: { error: USAGE } };
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

function readFault(body: Buffer | undefined): NewApiFault | undefined {
  const { calls = '**', status, count, seconds, ...others } = readFields(body) ?? {};
  if (Object.keys(others).length > 0 || typeof calls !== 'string' || calls === '') return undefined;
  if (!isInteger(status, 400, 599)) return undefined;
  if (count !== undefined && !isInteger(count, 1, MAX_COUNT)) return undefined;
  const duration = seconds ?? (count === undefined ? DEFAULT_SECONDS : undefined);
  if (duration === undefined) return { calls, status, count };
  if (typeof duration !== 'number' || !(duration > 0 && duration <= MAX_SECONDS)) return undefined;
  return { calls, status, count, durationMs: duration * 1_000 };
}

function isInteger(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
