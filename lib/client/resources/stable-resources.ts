import type { ApiSender } from '../transport/api-request.ts';
import { AccountPermissions } from './account-permissions.ts';
import { Accounts } from './accounts.ts';
import { Collections } from './collections.ts';
import { Comments } from './comments.ts';
import { CustomActions } from './custom-actions.ts';
import { Files } from './files.ts';
import { FolderPermissions } from './folder-permissions.ts';
import { Folders } from './folders.ts';
import { Groups } from './groups.ts';
import { Metadata } from './metadata.ts';
import { MetadataFields } from './metadata-fields.ts';
import { ProjectPermissions } from './project-permissions.ts';
import { Projects } from './projects.ts';
import { Search } from './search.ts';
import { Shares } from './shares.ts';
import { Users } from './users.ts';
import { VersionStacks } from './version-stacks.ts';
import { Webhooks } from './webhooks.ts';
import { WorkspacePermissions } from './workspace-permissions.ts';
import { Workspaces } from './workspaces.ts';

/**
 * Every operation of Frame.io's V4 API, with one property for each resource. Names are the official SDK's.
 */
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
