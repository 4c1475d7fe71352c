import { randomUUID } from 'node:crypto';
import type { Frameio } from '../../lib/index.ts';
import { makeComment } from './comment.ts';
import type { NewComment } from './comment-fields.ts';
import { newIdentity, type WorldIdentity } from './identity.ts';
import type { KeptFile, TypedFile, WorldChange, WorldPast } from './kept-file.ts';
import { mediaTypeOf } from './media-type.ts';
import type { KeptComment, Project, User } from './objects.ts';
import { newUpload, type Upload, withPart } from './upload.ts';

/** Settings of a world, for tests that own its clock and ids. */
export interface WorldOptions {
  /** @default the system's clock */
  readonly now?: () => Date;
  /** A UUID in lower case. @default random */
  readonly randomId?: () => string;
  /** The one token that is let in. @default random */
  readonly token?: string;
  /**
   * Largest part a file is uploaded in, in bytes. A file of up to half of that is uploaded in one.
   * @default 20_000_000
   */
  readonly maxPartBytes?: number;
  /** Told what becomes of a file that is uploaded through the API, as it happens. */
  readonly onFileEvent?: (event: FileEvent) => void;
  /**
   * A world that has been before.
   * @default a new one, without files
   */
  readonly past?: WorldPast;
  /** Told of each change as it is made, before anybody else sees it. */
  readonly onChange?: (change: WorldChange) => void;
}

/** What became of a file, by the name of its webhook event. */
export interface FileEvent {
  readonly type: 'file.created' | 'file.upload.completed' | 'file.ready';
  readonly file: Frameio.File;
  /** Whose doing it is. */
  readonly user: User;
}

/** A file to add. */
export interface NewFile {
  readonly name: string;
  /** In bytes. */
  readonly fileSize: number;
  /** @default the one Frame.io derives from the extension of `name` */
  readonly mediaType?: string;
}

const MAX_PART_BYTES = 20_000_000;

/** Everything the sandbox's Frame.io knows: one account with one project, its files and their comments. */
export class World {
  readonly now: () => Date;
  readonly identity: WorldIdentity;
  #token: string;
  readonly #randomId: () => string;
  readonly #maxPartBytes: number;
  readonly #onFileEvent: (event: FileEvent) => void;
  readonly #onChange: (change: WorldChange) => void;
  readonly #files: Map<string, KeptFile>;

  constructor({
    now = () => new Date(),
    randomId = randomUUID,
    token,
    maxPartBytes = MAX_PART_BYTES,
    onFileEvent = () => undefined,
    past,
    onChange = () => undefined,
  }: WorldOptions = {}) {
    this.now = now;
    this.#randomId = randomId;
    this.#maxPartBytes = maxPartBytes;
    this.#onFileEvent = onFileEvent;
    this.#onChange = onChange;
    this.identity = past?.identity ?? newIdentity(randomId, this.#time(), token);
    this.#token = this.identity.token;
    this.#files = new Map(past?.files.map((kept) => [kept.file.id, kept]));
  }

  /** The one token that is let in. Set it, and the one before has expired. */
  get token(): string {
    return this.#token;
  }

  set token(token: string) {
    this.#token = token;
  }

  get account(): { readonly id: string } {
    return this.identity.account;
  }

  get workspace(): { readonly id: string } {
    return this.identity.workspace;
  }

  /** Whom the token belongs to. */
  get user(): User {
    return this.identity.user;
  }

  /** Who adds the files that nobody uploads. */
  get uploader(): User {
    return this.identity.uploader;
  }

  /** Signs the addresses that parts of files are uploaded to. */
  get storageKey(): string {
    return this.identity.storageKey;
  }

  get project(): Project {
    const stored = this.files().filter(({ status }) => status !== 'created');
    const storage = stored.reduce((total, { file_size }) => total + file_size, 0);
    return { ...this.identity.project, storage };
  }

  /** The user a bearer token belongs to. */
  userOf(token: string | undefined): User | undefined {
    return token === this.token ? this.user : undefined;
  }

  /** Adds a file to the project's root folder, uploaded and transcoded. */
  addFile(newFile: NewFile): TypedFile {
    const file = this.#newFile(newFile, 'transcoded');
    const upload = { parts: [], startedAt: file.created_at, completedAt: file.created_at };
    this.#keep({ file, upload, creator: this.uploader, comments: [] });
    return file;
  }

  /** Adds a file to the project's root folder, of which nothing has arrived yet. */
  startUpload(newFile: NewFile, creator: User = this.user): { readonly file: TypedFile; readonly upload: Upload } {
    const file = this.#newFile(newFile, 'created');
    const upload = newUpload(newFile.fileSize, this.#maxPartBytes);
    this.#keep({ file, upload, creator, comments: [] });
    this.#onFileEvent({ type: 'file.created', file, user: creator });
    return { file, upload };
  }

  /** Notes that a part, counted from 1, has arrived. With the last one the file is uploaded. */
  receivePart(fileId: string, number: number, sha256: string): void {
    const kept = this.#files.get(fileId);
    if (!kept) return; // deleted while the bytes were on their way
    kept.upload = withPart(kept.upload, number, sha256, this.#time());
    this.#keep(kept);
    if (kept.upload.completedAt !== null && kept.file.status === 'created') {
      this.#advance(kept, 'uploaded', 'file.upload.completed');
    }
  }

  /** Makes the renditions of a file that is uploaded, with which it is ready. Any other stays as it is. */
  transcode(fileId: string): void {
    const kept = this.#files.get(fileId);
    if (kept?.file.status === 'uploaded') this.#advance(kept, 'transcoded', 'file.ready');
  }

  /** Every file, the newest last. */
  files(): readonly Frameio.File[] {
    return [...this.#files.values()].map(({ file }) => file);
  }

  file(id: string): TypedFile | undefined {
    return this.#files.get(id)?.file;
  }

  /** How far the upload of a file has come. */
  uploadOf(fileId: string): Upload | undefined {
    return this.#files.get(fileId)?.upload;
  }

  creatorOf(fileId: string): User | undefined {
    return this.#files.get(fileId)?.creator;
  }

  /**
   * Deletes a file and its comments.
   *
   * @returns Whether there was such a file.
   */
  deleteFile(id: string): boolean {
    this.#onChange({ kind: 'file_deleted', id });
    return this.#files.delete(id);
  }

  /** Adds a comment to a file that exists. */
  addComment(fileId: string, data: NewComment, owner: User = this.user): KeptComment {
    const kept = this.#files.get(fileId);
    if (!kept) throw new Error(`There is no file ${fileId} to comment on: add it first.`);
    const comment = makeComment(data, { fileId, owner, time: this.#time(), newId: this.#randomId });
    kept.comments.push(comment);
    this.#keep(kept);
    return comment;
  }

  /** The comments on a file, oldest first. */
  commentsOf(fileId: string): readonly KeptComment[] {
    return this.#files.get(fileId)?.comments ?? [];
  }

  #newFile({ name, fileSize, mediaType = mediaTypeOf(name) }: NewFile, status: Frameio.File['status']): TypedFile {
    const id = this.#randomId();
    const time = this.#time();
    return {
      id,
      name,
      type: 'file',
      parent_id: this.identity.project.root_folder_id,
      project_id: this.identity.project.id,
      view_url: `${this.identity.project.view_url}/view/${id}`,
      file_size: fileSize,
      media_type: mediaType,
      status,
      created_at: time,
      updated_at: time,
    };
  }

  #advance(kept: KeptFile, status: Frameio.File['status'], type: FileEvent['type']): void {
    kept.file = { ...kept.file, status, updated_at: this.#time() };
    this.#keep(kept);
    this.#onFileEvent({ type, file: kept.file, user: kept.creator });
  }

  #keep(kept: KeptFile): void {
    this.#files.set(kept.file.id, kept);
    this.#onChange({ kind: 'file', kept });
  }

  /** The time in microseconds, as Frame.io writes it. */
  #time(): string {
    return this.now().toISOString().replace('Z', '000Z');
  }
}
