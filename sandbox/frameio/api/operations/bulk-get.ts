import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import { ID_FORMAT } from '../../validation/formats.ts';
import { dataResponse } from '../api-response.ts';
import { INCLUDE_QUERY, includeFields } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const FILE_IDS = {
  type: 'array',
  items: { type: 'string', format: ID_FORMAT },
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  required: true,
} as const;

const bulkGet = operation({
  name: 'files.bulk_get',
  method: 'POST',
  path: '/v4/accounts/{account_id}/files/bulk_get',
  limit: perMinute(100),
  isExperimental: true,
  ids: { account_id: ID },
  query: INCLUDE_QUERY,
  body: { data: { type: 'object', fields: { file_ids: FILE_IDS }, closed: true, required: true } },
  handle: ({ state, host, query: { include }, body: { data } }) => {
    const found = data.file_ids.flatMap((id) => state.stores.files.get(id) ?? []);
    if (new Set(found.map(({ file }) => file.project_id)).size > 1) {
      throw invalid('/data/file_ids', 'The files are in several projects');
    }
    const results = data.file_ids.map((id) => {
      const stored = found.find((file) => file.id === id);
      return stored
        ? { id, status: 200, file: includeFields(stored, { state, host, include }) }
        : { id, status: 404, error: { title: 'Not found', detail: 'Not found' } };
    });
    return dataResponse<readonly Frameio.BulkFileGetResult[]>(results);
  },
});

/** The operation that returns several files, of the experimental API. Its limit is not documented. */
export const BULK_GET = [bulkGet];
