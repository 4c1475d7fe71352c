import { randomUUID } from 'node:crypto';
import type * as Frameio from '../../../lib/client/frameio.ts';
import type { NewComment } from './comment-fields.ts';
import { createInitialResources, type InitialResources } from './initial-resources.ts';
import { mediaTypeOf } from './media-type.ts';
import { createComment } from './new-comment.ts';
import type { Project, StoredComment, User } from './resources.ts';
import type { FrameioSnapshot, FrameioStateChange, StoredFile, TypedFile } from './stored-file.ts';
import { newUpload, type Upload, withPart } from './upload.ts';
import { UploadedBytes } from './uploaded-bytes.ts';
import { type VersionStack, VersionStacks } from './version-stacks.ts';
import { WorkspaceActions } from './workspace-actions.ts';

/** Options of a state. Tests set the clock and the ids. */
export interface FrameioStateOptions {
  /** @default the machine's clock */
  readonly now?: () => Date;
  /** Returns a UUID in lower case. @default random */
  readonly randomId?: () => string;
  /** The only valid access token. @default random */
  readonly token?: string;
  /**
   * Maximum size of one part of an upload, in bytes. A file of up to half this size is uploaded in one part.
   * @default 20_000_000
   */
  readonly maxPartBytes?: number;
  /** Receives an event for each step of an upload through the API, and for each new version in a stack. */
  readonly onFileEvent?: (event: FileEvent) => void;
  /**
   * A saved state to start from.
   * @default a new account without files
   */
  readonly snapshot?: FrameioSnapshot;
  /** Receives each change before any other observer sees it. */
  readonly onChange?: (change: FrameioStateChange) => void;
}

/** A change to a file that Frame.io sends webhooks about. */
export interface FileEvent {
  /** Name of the webhook event. */
  readonly type: 'file.created' | 'file.upload.completed' | 'file.ready' | 'file.versioned';
  readonly file: Frameio.File;
  /** The user who caused the event. */
  readonly user: User;
}

/** A file to add. */
export interface NewFile {
  readonly name: string;
  /** Size in bytes. */
  readonly fileSize: number;
  /** @default the media type that Frame.io derives from the extension of `name` */
  readonly mediaType?: string;
}

const MAX_PART_BYTES = 20_000_000;

/**
 * The data of the sandbox's Frame.io: one account with one project, its files with their comments, its version stacks, and
 * the custom actions of the workspace with their secrets.
 */
export class FrameioState {
  readonly now: () => Date;
  readonly initialResources: InitialResources;
  /** The only valid access token. Set another one to expire it. */
  token: string;
  readonly actions: WorkspaceActions;
  readonly #randomId: () => string;
  readonly #maxPartBytes: number;
  readonly #onFileEvent: (event: FileEvent) => void;
  readonly #onChange: (change: FrameioStateChange) => void;
  readonly #files: Map<string, StoredFile>;
  readonly #versionStacks: VersionStacks;
  readonly #uploadedBytes = new UploadedBytes();

  constructor({
    now = () => new Date(),
    randomId = randomUUID,
    token,
    maxPartBytes = MAX_PART_BYTES,
    onFileEvent = () => undefined,
    snapshot,
    onChange = () => undefined,
  }: FrameioStateOptions = {}) {
    this.now = now;
    this.#randomId = randomId;
    this.#maxPartBytes = maxPartBytes;
    this.#onFileEvent = onFileEvent;
    this.#onChange = onChange;
    this.initialResources = snapshot?.initialResources ?? createInitialResources(randomId, this.#timestamp(), token);
    this.token = this.initialResources.token;
    this.#files = new Map(snapshot?.files.map((stored) => [stored.file.id, stored]));
    this.actions = new WorkspaceActions({
      workspaceId: this.workspace.id,
      timestamp: () => this.#timestamp(),
      randomId,
      saved: snapshot?.actions ?? [],
      onChange,
    });
    this.#versionStacks = new VersionStacks(snapshot?.versionStacks ?? [], (stored) =>
      onChange({ kind: 'version_stack', stored }),
    );
  }

  get account(): { readonly id: string } {
    return this.initialResources.account;
  }

  get workspace(): { readonly id: string } {
    return this.initialResources.workspace;
  }

  /** The user that the token belongs to. */
  get user(): User {
    return this.initialResources.user;
  }

  /** The user who adds files without an upload. */
  get uploader(): User {
    return this.initialResources.uploader;
  }

  /** Key that signs the URLs of uploads and downloads. */
  get storageKey(): string {
    return this.initialResources.storageKey;
  }

  get project(): Project {
    const uploaded = this.files().filter(({ status }) => status !== 'created');
    const storage = uploaded.reduce((total, { file_size }) => total + file_size, 0);
    return { ...this.initialResources.project, storage };
  }

  /** Returns the user that an access token belongs to. */
  userOf(token: string | undefined): User | undefined {
    return token === this.token ? this.user : undefined;
  }

  /** Adds an uploaded and transcoded file to the project's root folder. */
  addFile(newFile: NewFile): TypedFile {
    const file = this.#newFile(newFile, 'transcoded');
    const upload = { parts: [], startedAt: file.created_at, completedAt: file.created_at };
    this.#store({ file, upload, creator: this.uploader, comments: [] });
    return file;
  }

  /** Adds a file to the project's root folder and starts its upload. */
  startUpload(newFile: NewFile, creator: User = this.user): { readonly file: TypedFile; readonly upload: Upload } {
    const file = this.#newFile(newFile, 'created');
    const upload = newUpload(newFile.fileSize, this.#maxPartBytes);
    this.#store({ file, upload, creator, comments: [] });
    this.#onFileEvent({ type: 'file.created', file, user: creator });
    return { file, upload };
  }

  /** Records that a part, counted from 1, has arrived. The last one completes the upload. */
  receivePart(fileId: string, number: number, sha256: string, bytes?: Buffer): void {
    const stored = this.#files.get(fileId);
    if (!stored) return; // the file was deleted during the upload
    if (bytes) this.#uploadedBytes.keep(fileId, number, bytes);
    stored.upload = withPart(stored.upload, number, sha256, this.#timestamp());
    this.#store(stored);
    if (stored.upload.completedAt !== null && stored.file.status === 'created') {
      this.#setStatus(stored, 'uploaded', 'file.upload.completed');
    }
  }

  /** Transcodes an uploaded file, which makes it ready. Has no effect in any other status. */
  transcode(fileId: string): void {
    const stored = this.#files.get(fileId);
    if (stored?.file.status === 'uploaded') this.#setStatus(stored, 'transcoded', 'file.ready');
  }

  /** Returns every file, oldest first. */
  files(): readonly Frameio.File[] {
    return [...this.#files.values()].map(({ file }) => file);
  }

  file(id: string): TypedFile | undefined {
    return this.#files.get(id)?.file;
  }

  /** Returns the progress of a file's upload. */
  uploadOf(fileId: string): Upload | undefined {
    return this.#files.get(fileId)?.upload;
  }

  /** Returns the bytes of an uploaded file; `undefined` if the sandbox does not have them, or no longer. */
  bytesOf(fileId: string): Buffer | undefined {
    return this.#uploadedBytes.of(fileId, this.uploadOf(fileId)?.parts.length ?? 0);
  }

  creatorOf(fileId: string): User | undefined {
    return this.#files.get(fileId)?.creator;
  }

  /**
   * Deletes a file and its comments.
   *
   * @returns Whether the file existed.
   */
  deleteFile(id: string): boolean {
    const file = this.file(id);
    if (file) this.#versionStacks.remove(file);
    this.#uploadedBytes.delete(id);
    this.#onChange({ kind: 'file_deleted', id });
    return this.#files.delete(id);
  }

  /**
   * Moves a file to the root folder, or into a version stack as its newest version.
   *
   * @returns Whether there is such a folder or stack.
   */
  moveFile(id: string, parentId: string, user: User = this.user): boolean {
    const stored = this.#files.get(id);
    const stack = this.#versionStacks.get(parentId);
    if (!stored || !(stack || parentId === this.project.root_folder_id)) return false;
    this.#versionStacks.remove(stored.file);
    stored.file = { ...stored.file, parent_id: parentId, updated_at: this.#timestamp() };
    this.#store(stored);
    this.#versionStacks.add(parentId, stored.file);
    if (stack && stack.fileIds.length > 0) this.#onFileEvent({ type: 'file.versioned', file: stored.file, user });
    return true;
  }

  /** Creates a version stack in the root folder from files in it, oldest version first. */
  createVersionStack(fileIds: readonly string[], user: User = this.user): VersionStack {
    const { root_folder_id: parent_id, id: project_id, view_url } = this.initialResources.project;
    const [id, time] = [this.#randomId(), this.#timestamp()];
    const times = { created_at: time, updated_at: time };
    const fields = { id, name: '', type: 'version_stack', parent_id, project_id, ...times } as const;
    const stack = { ...fields, view_url: `${view_url}/view/${id}` };
    this.#versionStacks.store({ stack, fileIds: [] });
    for (const fileId of fileIds) this.moveFile(fileId, id, user);
    return this.versionStack(id) ?? { ...stack, versions: [] };
  }

  /** Returns a version stack with its versions, oldest first. */
  versionStack(id: string): VersionStack | undefined {
    const stored = this.#versionStacks.get(id);
    if (!stored) return undefined;
    const versions = stored.fileIds.flatMap((fileId) => this.file(fileId) ?? []);
    return { ...stored.stack, versions };
  }

  /** @throws Error when there is no such file. */
  addComment(fileId: string, data: NewComment, owner: User = this.user): StoredComment {
    const stored = this.#files.get(fileId);
    if (!stored) throw new Error(`There is no file ${fileId}. Add the file before commenting on it.`);
    const comment = createComment(data, { fileId, owner, time: this.#timestamp(), newId: this.#randomId });
    stored.comments.push(comment);
    this.#store(stored);
    return comment;
  }

  /** Returns the comments on a file, oldest first. */
  commentsOf(fileId: string): readonly StoredComment[] {
    return this.#files.get(fileId)?.comments ?? [];
  }

  #newFile({ name, fileSize, mediaType = mediaTypeOf(name) }: NewFile, status: Frameio.File['status']): TypedFile {
    const { project } = this.initialResources;
    const id = this.#randomId();
    const time = this.#timestamp();
    return {
      id,
      name,
      type: 'file',
      parent_id: project.root_folder_id,
      project_id: project.id,
      view_url: `${project.view_url}/view/${id}`,
      file_size: fileSize,
      media_type: mediaType,
      status,
      created_at: time,
      updated_at: time,
    };
  }

  #setStatus(stored: StoredFile, status: Frameio.File['status'], type: FileEvent['type']): void {
    stored.file = { ...stored.file, status, updated_at: this.#timestamp() };
    this.#store(stored);
    this.#onFileEvent({ type, file: stored.file, user: stored.creator });
  }

  #store(stored: StoredFile): void {
    this.#files.set(stored.file.id, stored);
    this.#onChange({ kind: 'file', stored });
  }

  /** The current time in Frame.io's format, which has microseconds. */
  #timestamp(): string {
    return this.now().toISOString().replace('Z', '000Z');
  }
}
