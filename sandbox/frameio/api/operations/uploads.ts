import type * as Frameio from '../../../../lib/client/frameio.ts';
import { importFile, startUpload } from '../../state/files.ts';
import type { StoredFile } from '../../state/stored-resources.ts';
import { startRemoteUpload } from '../../storage/remote-upload.ts';
import type { FieldRule, FieldRules } from '../../validation/field-rules.ts';
import { dataResponse } from '../api-response.ts';
import { NAME } from '../asset-rules.ts';
import { ID, type IncomingCall, operation } from '../operation.ts';
import { perSecond } from '../rate-limit.ts';
import { uploadUrls } from '../upload-urls.ts';

const PATH = '/v4/accounts/{account_id}/folders/{folder_id}/files';
const IDS = { account_id: ID, folder_id: ID } as const;
const REQUIRED_NAME = { ...NAME, required: true } as const satisfies FieldRule;
const REQUIRED_TEXT = { type: 'string', required: true } as const satisfies FieldRule;

const FILE_SIZE = {
  type: 'integer',
  minimum: 1,
  maximum: 5_000_000_000_000,
  required: true,
} as const satisfies FieldRule;

const body = <const Fields extends FieldRules>(fields: Fields) =>
  ({ data: { type: 'object', fields, closed: true, required: true } }) as const;

const createLocal = operation({
  name: 'files.create_local_upload',
  method: 'POST',
  path: `${PATH}/local_upload`,
  limit: perSecond(5),
  ids: IDS,
  query: {},
  body: body({ name: REQUIRED_NAME, file_size: FILE_SIZE }),
  handle: ({ state, user, host, ids, body: { data } }) => {
    const parent = state.stores.folders.require(ids.folder_id);
    const stored = startUpload(state, parent, { name: data.name, fileSize: data.file_size }, user);
    return dataResponse(withUploadUrls(stored, { state, host }), 201);
  },
});

const createRemote = operation({
  name: 'files.create_remote_upload',
  method: 'POST',
  path: `${PATH}/remote_upload`,
  limit: perSecond(5),
  ids: IDS,
  query: {},
  body: body({ name: REQUIRED_NAME, source_url: REQUIRED_TEXT }),
  handle: ({ state, user, ids, body: { data } }) => {
    const parent = state.stores.folders.require(ids.folder_id);
    const remote = { name: data.name, fileSize: 0, sourceUrl: data.source_url };
    const { file } = startRemoteUpload(state, parent, remote, user);
    const status = `/v4/accounts/${ids.account_id}/files/${file.id}/status`;
    const response: Frameio.FileRemoteUploadResponse = { data: file, links: { status } };
    return { status: 202, body: response };
  },
});

const create = operation({
  name: 'files.create',
  method: 'POST',
  path: PATH,
  limit: perSecond(5),
  ids: IDS,
  query: {},
  body: body({
    name: REQUIRED_NAME,
    media_type: { type: 'string', minLength: 1, maxLength: 255, required: true },
    file_size: FILE_SIZE,
    source_url: { type: 'string' },
  }),
  handle: ({ state, user, host, ids, body: { data } }) => {
    const parent = state.stores.folders.require(ids.folder_id);
    const newFile = { name: data.name, fileSize: data.file_size, mediaType: data.media_type };
    if (data.source_url !== undefined) {
      const { file } = startRemoteUpload(state, parent, { ...newFile, sourceUrl: data.source_url }, user);
      return dataResponse<Frameio.FileWithUploadUrls>({ ...file, upload_urls: [] }, 202);
    }
    return dataResponse(withUploadUrls(startUpload(state, parent, newFile, user), { state, host }), 201);
  },
});

const STORAGE_LOCATION = {
  name: 'the id of an account with Storage Connect',
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/,
} as const;

const importOne = operation({
  name: 'files.import_file',
  method: 'POST',
  path: `${PATH}/import`,
  limit: perSecond(5),
  ids: IDS,
  query: {},
  body: body({
    name: REQUIRED_NAME,
    key: { type: 'string', minLength: 1, required: true },
    storage_location: { type: 'string', format: STORAGE_LOCATION, required: true },
  }),
  handle: ({ state, user, ids, body: { data } }) => {
    const parent = state.stores.folders.require(ids.folder_id);
    return dataResponse<Frameio.File>(importFile(state, parent, data.name, user).file, 202);
  },
});

const showStatus = operation({
  name: 'files.show_file_upload_status',
  method: 'GET',
  path: '/v4/accounts/{account_id}/files/{file_id}/status',
  limit: perSecond(5),
  ids: { account_id: ID, file_id: ID },
  query: {},
  body: {},
  handle: ({ state, ids }) => {
    const { file, upload } = state.stores.files.require(ids.file_id);
    return dataResponse<Frameio.FileUploadStatus>({
      id: file.id,
      filetype: file.media_type,
      uploaded_at: upload.startedAt,
      upload_completed_at: upload.completedAt,
      upload_complete: upload.completedAt !== null,
      upload_failed: upload.hasFailed === true,
    });
  },
});

function withUploadUrls(
  { file, upload }: StoredFile,
  context: Pick<IncomingCall, 'state' | 'host'>,
): Frameio.FileWithUploadUrls {
  const target = { id: file.id, contentType: file.media_type, parts: upload.parts };
  return { ...file, upload_urls: uploadUrls(target, context) };
}

/** Operations on file uploads. */
export const UPLOADS = [createLocal, createRemote, create, importOne, showStatus];
