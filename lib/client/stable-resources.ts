import type { ApiSender } from './api-request.ts';
import { AccountPermissions } from './resources/account-permissions.ts';
import { Accounts } from './resources/accounts.ts';
import { Collections } from './resources/collections.ts';
import { Comments } from './resources/comments.ts';
import { CustomActions } from './resources/custom-actions.ts';
import { Files } from './resources/files.ts';
import { FolderPermissions } from './resources/folder-permissions.ts';
import { Folders } from './resources/folders.ts';
import { Groups } from './resources/groups.ts';
import { Metadata } from './resources/metadata.ts';
import { MetadataFields } from './resources/metadata-fields.ts';
import { ProjectPermissions } from './resources/project-permissions.ts';
import { Projects } from './resources/projects.ts';
import { Search } from './resources/search.ts';
import { Shares } from './resources/shares.ts';
import { Users } from './resources/users.ts';
import { VersionStacks } from './resources/version-stacks.ts';
import { Webhooks } from './resources/webhooks.ts';
import { WorkspacePermissions } from './resources/workspace-permissions.ts';
import { Workspaces } from './resources/workspaces.ts';

/**
 * Every operation of Frame.io's V4 API, one property per resource. Names are the official SDK's. A resource is made when
 * it is first read, so that a cold start pays for those it uses.
 */
export class StableResources {
  readonly #sender: ApiSender;
  #accountPermissions: AccountPermissions | undefined;
  #accounts: Accounts | undefined;
  #collections: Collections | undefined;
  #comments: Comments | undefined;
  #customActions: CustomActions | undefined;
  #files: Files | undefined;
  #folderPermissions: FolderPermissions | undefined;
  #folders: Folders | undefined;
  #groups: Groups | undefined;
  #metadata: Metadata | undefined;
  #metadataFields: MetadataFields | undefined;
  #projectPermissions: ProjectPermissions | undefined;
  #projects: Projects | undefined;
  #search: Search | undefined;
  #shares: Shares | undefined;
  #users: Users | undefined;
  #versionStacks: VersionStacks | undefined;
  #webhooks: Webhooks | undefined;
  #workspacePermissions: WorkspacePermissions | undefined;
  #workspaces: Workspaces | undefined;

  constructor(sender: ApiSender) {
    this.#sender = sender;
  }

  get accountPermissions(): AccountPermissions {
    this.#accountPermissions ??= new AccountPermissions(this.#sender);
    return this.#accountPermissions;
  }

  get accounts(): Accounts {
    this.#accounts ??= new Accounts(this.#sender);
    return this.#accounts;
  }

  get collections(): Collections {
    this.#collections ??= new Collections(this.#sender);
    return this.#collections;
  }

  get comments(): Comments {
    this.#comments ??= new Comments(this.#sender);
    return this.#comments;
  }

  get customActions(): CustomActions {
    this.#customActions ??= new CustomActions(this.#sender);
    return this.#customActions;
  }

  get files(): Files {
    this.#files ??= new Files(this.#sender);
    return this.#files;
  }

  get folderPermissions(): FolderPermissions {
    this.#folderPermissions ??= new FolderPermissions(this.#sender);
    return this.#folderPermissions;
  }

  get folders(): Folders {
    this.#folders ??= new Folders(this.#sender);
    return this.#folders;
  }

  get groups(): Groups {
    this.#groups ??= new Groups(this.#sender);
    return this.#groups;
  }

  get metadata(): Metadata {
    this.#metadata ??= new Metadata(this.#sender);
    return this.#metadata;
  }

  get metadataFields(): MetadataFields {
    this.#metadataFields ??= new MetadataFields(this.#sender);
    return this.#metadataFields;
  }

  get projectPermissions(): ProjectPermissions {
    this.#projectPermissions ??= new ProjectPermissions(this.#sender);
    return this.#projectPermissions;
  }

  get projects(): Projects {
    this.#projects ??= new Projects(this.#sender);
    return this.#projects;
  }

  get search(): Search {
    this.#search ??= new Search(this.#sender);
    return this.#search;
  }

  get shares(): Shares {
    this.#shares ??= new Shares(this.#sender);
    return this.#shares;
  }

  get users(): Users {
    this.#users ??= new Users(this.#sender);
    return this.#users;
  }

  get versionStacks(): VersionStacks {
    this.#versionStacks ??= new VersionStacks(this.#sender);
    return this.#versionStacks;
  }

  get webhooks(): Webhooks {
    this.#webhooks ??= new Webhooks(this.#sender);
    return this.#webhooks;
  }

  get workspacePermissions(): WorkspacePermissions {
    this.#workspacePermissions ??= new WorkspacePermissions(this.#sender);
    return this.#workspacePermissions;
  }

  get workspaces(): Workspaces {
    this.#workspaces ??= new Workspaces(this.#sender);
    return this.#workspaces;
  }
}
