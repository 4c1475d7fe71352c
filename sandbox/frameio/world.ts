import { randomBytes, randomUUID } from 'node:crypto';
import type { Frameio } from '../../lib/index.ts';
import { makeComment } from './comment.ts';
import type { NewComment } from './comment-fields.ts';
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

/** A file whose type is known from the start: here it comes from the name alone. */
export interface TypedFile extends Frameio.File {
  readonly media_type: string;
}

/** A file with all that belongs to it. */
interface KeptFile {
  file: TypedFile;
  upload: Upload;
  readonly creator: User;
  readonly comments: KeptComment[];
}

const MAX_PART_BYTES = 20_000_000;

/** Everything the sandbox's Frame.io knows: one account with one project, its files and their comments. */
export class World {
  readonly now: () => Date;
  /** The one token that is let in. Set it, and the one before has expired. */
  token: string;
  readonly account: { readonly id: string };
  readonly workspace: { readonly id: string };
  /** Whom the token belongs to. */
  readonly user: User;
  /** Who adds the files that nobody uploads. */
  readonly uploader: User;
  /** Signs the addresses that parts of files are uploaded to. */
  readonly storageKey = randomBytes(32).toString('hex');

  readonly #randomId: () => string;
  readonly #project: Omit<Project, 'storage'>;
  readonly #maxPartBytes: number;
  readonly #onFileEvent: (event: FileEvent) => void;
  readonly #files = new Map<string, KeptFile>();

  constructor({
    now = () => new Date(),
    randomId = randomUUID,
    token = randomToken(),
    maxPartBytes = MAX_PART_BYTES,
    onFileEvent = () => undefined,
  }: WorldOptions = {}) {
    this.now = now;
    this.token = token;
    this.#randomId = randomId;
    this.#maxPartBytes = maxPartBytes;
    this.#onFileEvent = onFileEvent;
    this.account = { id: randomId() };
    this.workspace = { id: randomId() };
    this.user = this.#newUser('Sandbox Integration', 'integration@sandbox.invalid');
    this.uploader = this.#newUser('Sandbox Uploader', 'uploader@sandbox.invalid');
    this.#project = this.#newProject();
  }

  get project(): Project {
    const stored = this.files().filter(({ status }) => status !== 'created');
    const storage = stored.reduce((total, { file_size }) => total + file_size, 0);
    return { ...this.#project, storage };
  }

  /** The user a bearer token belongs to. */
  userOf(token: string | undefined): User | undefined {
    return token === this.token ? this.user : undefined;
  }

  /** Adds a file to the project's root folder, uploaded and transcoded. */
  addFile(newFile: NewFile): TypedFile {
    const file = this.#newFile(newFile, 'transcoded');
    const upload = { parts: [], startedAt: file.created_at, completedAt: file.created_at };
    this.#files.set(file.id, { file, upload, creator: this.uploader, comments: [] });
    return file;
  }

  /** Adds a file to the project's root folder, of which nothing has arrived yet. */
  startUpload(newFile: NewFile, creator: User = this.user): { readonly file: TypedFile; readonly upload: Upload } {
    const file = this.#newFile(newFile, 'created');
    const upload = newUpload(newFile.fileSize, this.#maxPartBytes);
    this.#files.set(file.id, { file, upload, creator, comments: [] });
    this.#onFileEvent({ type: 'file.created', file, user: creator });
    return { file, upload };
  }

  /** Notes that a part, counted from 1, has arrived. With the last one the file is uploaded. */
  receivePart(fileId: string, number: number, sha256: string): void {
    const kept = this.#files.get(fileId);
    if (!kept) return; // deleted while the bytes were on their way
    kept.upload = withPart(kept.upload, number, sha256, this.#time());
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
    return this.#files.delete(id);
  }

  /** Adds a comment to a file that exists. */
  addComment(fileId: string, data: NewComment, owner: User = this.user): KeptComment {
    const comments = this.#files.get(fileId)?.comments;
    if (!comments) throw new Error(`There is no file ${fileId} to comment on: add it first.`);
    const comment = makeComment(data, { fileId, owner, time: this.#time(), newId: this.#randomId });
    comments.push(comment);
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
      parent_id: this.#project.root_folder_id,
      project_id: this.#project.id,
      view_url: `${this.#project.view_url}/view/${id}`,
      file_size: fileSize,
      media_type: mediaType,
      status,
      created_at: time,
      updated_at: time,
    };
  }

  #advance(kept: KeptFile, status: Frameio.File['status'], type: FileEvent['type']): void {
    kept.file = { ...kept.file, status, updated_at: this.#time() };
    this.#onFileEvent({ type, file: kept.file, user: kept.creator });
  }

  #newUser(name: string, email: string): User {
    return { id: this.#randomId(), name, email, avatar_url: null, active: true };
  }

  #newProject(): Omit<Project, 'storage'> {
    const id = this.#randomId();
    const time = this.#time();
    return {
      id,
      name: 'Sandbox',
      status: 'active',
      restricted: false,
      root_folder_id: this.#randomId(),
      workspace_id: this.workspace.id,
      view_url: `https://next.frame.io/project/${id}`,
      created_at: time,
      updated_at: time,
      description: null,
    };
  }

  /** The time in microseconds, as Frame.io writes it. */
  #time(): string {
    return this.now().toISOString().replace('Z', '000Z');
  }
}

function randomToken(): string {
  return `fio-sandbox-${randomBytes(16).toString('hex')}`;
}
