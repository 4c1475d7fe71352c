import { presignedUrl } from '../../storage/presigned-url.ts';
import { partPath } from '../../storage/storage-path.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { errorResponse } from '../api-response.ts';
import { ID, operation } from '../operation.ts';
import { perSecond } from '../rate-limit.ts';

const NEW_FILE = {
  name: { type: 'string', minLength: 1, maxLength: 255, required: true },
  file_size: { type: 'integer', minimum: 1, maximum: 5_000_000_000_000, required: true },
} as const satisfies FieldRules;

const create = operation({
  name: 'files.create_local_upload',
  method: 'POST',
  path: '/v4/accounts/{account_id}/folders/{folder_id}/files/local_upload',
  limit: perSecond(5),
  ids: { account_id: ID, folder_id: ID },
  query: {},
  body: { data: { type: 'object', fields: NEW_FILE, closed: true, required: true } },
  handle: ({ state, user, host, ids, body: { data } }) => {
    if (ids.folder_id !== state.project.root_folder_id) return errorResponse(404);
    const { file, upload } = state.startUpload({ name: data.name, fileSize: data.file_size }, user);
    const signer = { key: state.storageKey, now: state.now() };
    const upload_urls = upload.parts.map(({ size }, index) => {
      const path = partPath({ fileId: file.id, number: index + 1 });
      return { size, url: presignedUrl({ host, path, contentType: file.media_type }, signer) };
    });
    return { status: 201, body: { data: { ...file, upload_urls } } };
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
    const [file, upload] = [state.file(ids.file_id), state.uploadOf(ids.file_id)];
    if (!file || !upload) return errorResponse(404);
    const data = {
      id: file.id,
      filetype: file.media_type,
      uploaded_at: upload.startedAt,
      upload_completed_at: upload.completedAt,
      upload_complete: upload.completedAt !== null,
      upload_failed: false,
    };
    return { status: 200, body: { data } };
  },
});

/** Operations on file uploads. */
export const UPLOADS = [create, showStatus];
