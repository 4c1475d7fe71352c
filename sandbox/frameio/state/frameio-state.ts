import { userOfToken } from '../ims/ims-tokens.ts';
import type { NewComment } from './comment-fields.ts';
import { addComment, commentsOf } from './comments.ts';
import { ensureDefaultProject } from './default-project.ts';
import { addReadyFile, type NewFile, receivePart, startUpload, transcode } from './files.ts';
import { FrameioDatabase, type FrameioStateOptions } from './frameio-database.ts';
import { deleteFile } from './move-file.ts';
import { type Project, withStorage } from './projects.ts';
import type { StoredComment, StoredFile, TypedFile, User } from './stored-resources.ts';
import { addStudio } from './studio/add-studio.ts';
import type { Upload } from './upload.ts';
import { createVersionStack, type VersionStack, withVersions } from './version-stacks.ts';
import { WorkspaceActions } from './workspace-actions.ts';

/**
 * The data of the sandbox's Frame.io, with shortcuts to its default workspace and project, where the sandbox uploads files.
 * Everything else is in `stores`.
 */
export class FrameioState extends FrameioDatabase {
  readonly actions: WorkspaceActions;

  constructor(options: FrameioStateOptions = {}) {
    super(options);
    this.actions = new WorkspaceActions(this);
    ensureDefaultProject(this);
    if (options.studio && this.isNew) this.withoutEvents(() => addStudio(this));
  }

  get account(): { readonly id: string } {
    return { id: this.settings.accountId };
  }

  get workspace(): { readonly id: string } {
    return { id: this.settings.workspaceId };
  }

  /** The user that the token belongs to. */
  get user(): User {
    return this.stores.users.require(this.settings.userId);
  }

  /** The user who adds files without an upload. */
  get uploader(): User {
    return this.stores.users.require(this.settings.uploaderId);
  }

  /** Key that signs the URLs of uploads and downloads. */
  get storageKey(): string {
    return this.settings.storageKey;
  }

  /** The default project. */
  get project(): Project {
    return withStorage(this, this.stores.projects.require(this.settings.projectId));
  }

  /** Returns the user that an access token belongs to; `undefined` for one that Frame.io refuses. */
  userOf(token: string | undefined): User | undefined {
    if (token === undefined) return undefined;
    return token === this.token ? this.user : userOfToken(this, token);
  }

  /** Adds an uploaded and transcoded file to the default project's root folder. Emits no event. */
  addFile(newFile: NewFile): TypedFile {
    return addReadyFile(this, this.#rootFolder, newFile, this.uploader).file;
  }

  /** Adds a file to the default project's root folder and starts its upload. */
  startUpload(newFile: NewFile, creator: User = this.user): StoredFile {
    return startUpload(this, this.#rootFolder, newFile, creator);
  }

  /** Records that a part, counted from 1, has arrived. The last one completes the upload. */
  receivePart(fileId: string, number: number, sha256: string, bytes?: Buffer): void {
    receivePart(this, fileId, { number, sha256, bytes });
  }

  /** Transcodes an uploaded file, which makes it ready. Has no effect in any other status. */
  transcode(fileId: string): void {
    transcode(this, fileId);
  }

  /** Returns every file of the default project, oldest first. */
  files(): readonly TypedFile[] {
    const files = this.stores.files.all().map(({ file }) => file);
    return files.filter(({ project_id }) => project_id === this.settings.projectId);
  }

  file(id: string): TypedFile | undefined {
    return this.stores.files.get(id)?.file;
  }

  /** Returns the progress of a file's upload. */
  uploadOf(fileId: string): Upload | undefined {
    return this.stores.files.get(fileId)?.upload;
  }

  /** Returns the bytes of an uploaded file; `undefined` if the sandbox does not have them, or no longer. */
  bytesOf(fileId: string): Buffer | undefined {
    return this.uploadedBytes.of(fileId, this.uploadOf(fileId)?.parts.length ?? 0);
  }

  /** Deletes a file. Returns whether it existed. */
  deleteFile(id: string, user: User = this.user): boolean {
    const stored = this.stores.files.get(id);
    if (stored) deleteFile(this, stored, user);
    return stored !== undefined;
  }

  /** Creates a version stack in the default project's root folder from files, oldest version first. */
  createVersionStack(fileIds: readonly string[], user: User = this.user): VersionStack {
    return withVersions(this, createVersionStack(this, this.#rootFolder, fileIds, user));
  }

  /** Returns a version stack with its versions, oldest first. */
  versionStack(id: string): VersionStack | undefined {
    const stored = this.stores.versionStacks.get(id);
    return stored && withVersions(this, stored);
  }

  /** @throws Error when there is no such file. */
  addComment(fileId: string, data: NewComment, owner: User = this.user): StoredComment {
    if (!this.file(fileId)) throw new Error(`There is no file ${fileId}. Add the file before commenting on it.`);
    return addComment(this, fileId, data, owner);
  }

  /** Returns the comments on a file, oldest first. */
  commentsOf(fileId: string): readonly StoredComment[] {
    return commentsOf(this, fileId);
  }

  get #rootFolder() {
    ensureDefaultProject(this);
    const { project } = this.stores.projects.require(this.settings.projectId);
    return this.stores.folders.require(project.root_folder_id);
  }
}
