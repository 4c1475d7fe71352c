import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const NEW_FILE = { name: 'a.mp4', file_size: 50_645_990 };

const inRoot = ({ folderId }: ConformanceContext) => ({ folder_id: folderId });

const REMOTE = { name: 'a.mp4', source_url: 'data:text/plain,bytes' };

export const UPLOADS: readonly ConformanceCase[] = [
  { operation: 'files.create_remote_upload', ids: inRoot, body: { data: REMOTE }, status: 202 },
  {
    operation: 'files.create',
    ids: inRoot,
    body: { data: { name: 'a.mp4', file_size: 1, media_type: 'video/mp4' } },
    status: 201,
  },
  {
    operation: 'files.create',
    ids: inRoot,
    body: { data: { ...REMOTE, file_size: 1, media_type: 'video/mp4' } },
    status: 202,
  },
  {
    operation: 'files.import_file',
    ids: inRoot,
    body: { data: { name: 'a.png', key: 'uploads/a.png', storage_location: UNKNOWN_ID } },
    status: 202,
  },
  {
    operation: 'files.import_file',
    ids: inRoot,
    body: { data: { name: 'a.png', key: 'uploads/a.png', storage_location: 'bucket' } },
    status: 422,
  },
  { operation: 'files.create_local_upload', ids: inRoot, body: { data: NEW_FILE }, status: 201 },
  {
    operation: 'files.create_local_upload',
    ids: inRoot,
    body: { data: { ...NEW_FILE, media_type: 'video/mp4' } },
    status: 422,
  },
  { operation: 'files.show_file_upload_status', ids: ({ fileId }) => ({ file_id: fileId }), status: 200 },
  {
    operation: 'files.show_file_upload_status',
    ids: ({ state }) => ({ file_id: state.startUpload({ name: 'a.mp4', fileSize: 1 }).file.id }),
    status: 200,
  },
];
