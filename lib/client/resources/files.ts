import type { DownloadedFile, FileDownload } from '../download/download.ts';
import { downloadFile } from '../download/download-file.ts';
import type { ApiSender, RequestOptions } from '../transport/api-request.ts';
import { Storage } from '../upload/storage.ts';
import { type FileUpload, Upload, type UploadCalls } from '../upload/upload.ts';
import { type NewVersion, type UploadedVersion, uploadVersion } from '../upload/version-upload.ts';
import type { FileWithIncludes } from './assets.ts';
import { FileOperations } from './file-operations.ts';
import { VersionStacks } from './version-stacks.ts';

/** Files. */
export class Files extends FileOperations {
  readonly #storage = new Storage(this.clock);
  readonly #versionStacks: VersionStacks;

  constructor(sender: ApiSender) {
    super(sender);
    this.#versionStacks = new VersionStacks(sender);
  }

  /**
   * Uploads a file. It creates the file, sends its parts to Frame.io's storage in parallel and with retries, and
   * resolves when Frame.io has confirmed the file. If a part fails, it deletes the file again.
   *
   * `timeoutMs` and `maxRetries` of the options apply to each call and each part. For parts they default to five
   * minutes and three retries. `timeoutMs` is also the longest wait for the next chunk of a stream.
   *
   * @throws ConfigError if the body cannot be read or has no known size; UploadError if the file was created, but not
   *   sent or not confirmed; what `createLocalUpload` throws.
   */
  async upload(
    accountId: string,
    folderId: string,
    upload: FileUpload,
    options: RequestOptions = {},
  ): Promise<{ readonly data: FileWithIncludes }> {
    const { name } = upload;
    const create = async (file_size: number) =>
      (await this.createLocalUpload(accountId, folderId, { data: { name, file_size } }, options)).data;
    return { data: await this.#upload(accountId, create, upload, options) };
  }

  /**
   * Downloads the original of a file, or a rendition, to a file on disk or to a stream: see `downloadFile`.
   *
   * @throws MediaLinkError if Frame.io has no usable link; DownloadError if the file could not be read or written;
   *   ConfigError if no file can be written at the path; what `show` throws.
   */
  download(
    accountId: string,
    fileId: string,
    download: FileDownload,
    options: RequestOptions = {},
  ): Promise<DownloadedFile> {
    const client = { files: this, baseUrl: this.baseUrl, clock: this.clock };
    return downloadFile(client, accountId, fileId, download, this.withClientSignal(options));
  }

  /**
   * Uploads a file as the newest version of another, with the options of `upload`. It uploads to the folder of the
   * original. Then it adds the upload to the version stack of the original, or creates a stack of the two.
   *
   * @throws VersionStackError if the file was uploaded but may not be in the stack; what `upload`, `show`, `move` and
   *   `versionStacks.create` throw. If Frame.io refuses to add the file to a stack, it deletes the file again.
   */
  async uploadVersion(
    accountId: string,
    fileId: string,
    version: NewVersion,
    options: RequestOptions = {},
  ): Promise<UploadedVersion> {
    const stacks = this.#versionStacks;
    return await uploadVersion(fileId, version, {
      show: async (id) => (await this.show(accountId, id, {}, options)).data,
      showStack: async (id) => (await stacks.show(accountId, id, {}, options)).data,
      createFile: async (folderId, data) => (await this.createLocalUpload(accountId, folderId, { data }, options)).data,
      upload: (create) => this.#upload(accountId, create, version, options),
      addToStack: (stackId, id) => this.move(accountId, id, { data: { parent_id: stackId } }, options),
      createStack: async (folderId, file_ids) =>
        (await stacks.create(accountId, folderId, { data: { file_ids } }, options)).data.id,
      delete: (id) => this.delete(accountId, id), // also after an abort
    });
  }

  async #upload(
    accountId: string,
    create: UploadCalls['create'],
    upload: Omit<FileUpload, 'name'>,
    options: RequestOptions,
  ): Promise<FileWithIncludes> {
    const calls = {
      create,
      status: async (fileId: string) => (await this.showFileUploadStatus(accountId, fileId, options)).data,
      show: async (fileId: string) => (await this.show(accountId, fileId, {}, options)).data,
      delete: (fileId: string) => this.delete(accountId, fileId), // also after an abort
    };
    const { clock } = this;
    return await new Upload({
      calls,
      upload,
      options: this.withClientSignal(options),
      storage: this.#storage,
      clock,
    }).run();
  }
}
