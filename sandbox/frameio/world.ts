import { randomBytes, randomUUID } from 'node:crypto';
import type { Frameio } from '../../lib/index.ts';
import { makeComment } from './comment.ts';
import type { NewComment } from './comment-fields.ts';
import { mediaTypeOf } from './media-type.ts';
import type { KeptComment, Project, User } from './objects.ts';

/** Settings of a world, for tests that own its clock and ids. */
export interface WorldOptions {
  /** @default the system's clock */
  readonly now?: () => Date;
  /** A UUID in lower case. @default random */
  readonly randomId?: () => string;
  /** The one token that is let in. @default random */
  readonly token?: string;
}

/** A file to add. */
export interface NewFile {
  readonly name: string;
  /** In bytes. */
  readonly fileSize: number;
  /** @default the one Frame.io derives from the extension of `name` */
  readonly mediaType?: string;
}

/** Everything the sandbox's Frame.io knows: one account with one project, its files and their comments. */
export class World {
  readonly now: () => Date;
  readonly token: string;
  readonly account: { readonly id: string };
  readonly workspace: { readonly id: string };
  /** Whom the token belongs to. */
  readonly user: User;
  /** Who adds the files. */
  readonly uploader: User;

  readonly #randomId: () => string;
  readonly #project: Omit<Project, 'storage'>;
  readonly #files = new Map<string, Frameio.File>();
  readonly #comments = new Map<string, KeptComment[]>();

  constructor({ now = () => new Date(), randomId = randomUUID, token = randomToken() }: WorldOptions = {}) {
    this.now = now;
    this.token = token;
    this.#randomId = randomId;
    this.account = { id: randomId() };
    this.workspace = { id: randomId() };
    this.user = this.#newUser('Sandbox Integration', 'integration@sandbox.invalid');
    this.uploader = this.#newUser('Sandbox Uploader', 'uploader@sandbox.invalid');
    this.#project = this.#newProject();
  }

  get project(): Project {
    const storage = [...this.#files.values()].reduce((total, { file_size }) => total + file_size, 0);
    return { ...this.#project, storage };
  }

  /** The user a bearer token belongs to. */
  userOf(token: string | undefined): User | undefined {
    return token === this.token ? this.user : undefined;
  }

  /** Adds a file to the project's root folder, uploaded and transcoded. */
  addFile({ name, fileSize, mediaType = mediaTypeOf(name) }: NewFile): Frameio.File {
    const id = this.#randomId();
    const time = this.#time();
    const file: Frameio.File = {
      id,
      name,
      type: 'file',
      parent_id: this.#project.root_folder_id,
      project_id: this.#project.id,
      view_url: `${this.#project.view_url}/view/${id}`,
      file_size: fileSize,
      media_type: mediaType,
      status: 'transcoded',
      created_at: time,
      updated_at: time,
    };
    this.#files.set(id, file);
    this.#comments.set(id, []);
    return file;
  }

  /** Every file, the newest last. */
  files(): readonly Frameio.File[] {
    return [...this.#files.values()];
  }

  file(id: string): Frameio.File | undefined {
    return this.#files.get(id);
  }

  /**
   * Deletes a file and its comments.
   *
   * @returns Whether there was such a file.
   */
  deleteFile(id: string): boolean {
    this.#comments.delete(id);
    return this.#files.delete(id);
  }

  /** Adds a comment to a file that exists. */
  addComment(fileId: string, data: NewComment, owner: User = this.user): KeptComment {
    const comments = this.#comments.get(fileId);
    if (!comments) throw new Error(`There is no file ${fileId} to comment on: add it first.`);
    const comment = makeComment(data, { fileId, owner, time: this.#time(), newId: this.#randomId });
    comments.push(comment);
    return comment;
  }

  /** The comments on a file, oldest first. */
  commentsOf(fileId: string): readonly KeptComment[] {
    return this.#comments.get(fileId) ?? [];
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
