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

/** Every operation of Frame.io's V4 API, one property per resource. Names are the official SDK's. */
export class StableResources {
  readonly accountPermissions: AccountPermissions;
  readonly accounts: Accounts;
  readonly collections: Collections;
  readonly comments: Comments;
  readonly customActions: CustomActions;
  readonly files: Files;
  readonly folderPermissions: FolderPermissions;
  readonly folders: Folders;
  readonly groups: Groups;
  readonly metadata: Metadata;
  readonly metadataFields: MetadataFields;
  readonly projectPermissions: ProjectPermissions;
  readonly projects: Projects;
  readonly search: Search;
  readonly shares: Shares;
  readonly users: Users;
  readonly versionStacks: VersionStacks;
  readonly webhooks: Webhooks;
  readonly workspacePermissions: WorkspacePermissions;
  readonly workspaces: Workspaces;

  constructor(sender: ApiSender) {
    this.accountPermissions = new AccountPermissions(sender);
    this.accounts = new Accounts(sender);
    this.collections = new Collections(sender);
    this.comments = new Comments(sender);
    this.customActions = new CustomActions(sender);
    this.files = new Files(sender);
    this.folderPermissions = new FolderPermissions(sender);
    this.folders = new Folders(sender);
    this.groups = new Groups(sender);
    this.metadata = new Metadata(sender);
    this.metadataFields = new MetadataFields(sender);
    this.projectPermissions = new ProjectPermissions(sender);
    this.projects = new Projects(sender);
    this.search = new Search(sender);
    this.shares = new Shares(sender);
    this.users = new Users(sender);
    this.versionStacks = new VersionStacks(sender);
    this.webhooks = new Webhooks(sender);
    this.workspacePermissions = new WorkspacePermissions(sender);
    this.workspaces = new Workspaces(sender);
  }
}
