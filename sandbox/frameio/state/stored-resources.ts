import type * as Frameio from '../../../lib/client/frameio.ts';
import type { Upload } from './upload.ts';

/** A user with an account. Unlike an invited user, it has an id and a name. */
export type User = Frameio.User & { readonly id: string; readonly name: string };

/** What a sandbox needs to know about itself. There is one. */
export interface SandboxSettings {
  readonly id: 'settings';
  readonly token: string;
  /** Key that signs the URLs of uploads and downloads. */
  readonly storageKey: string;
  readonly accountId: string;
  /** Workspace and project that files are added to by default. */
  readonly workspaceId: string;
  readonly projectId: string;
  /** The user that the token belongs to. */
  readonly userId: string;
  /** The user who adds files without an upload. */
  readonly uploaderId: string;
}

/** A token or a login code of Adobe IMS. Its id is its text. */
export interface StoredGrant {
  readonly id: string;
  readonly kind: 'access' | 'refresh' | 'code';
  readonly userId: string;
  readonly scopes: readonly string[];
  /** Where a code was sent to. */
  readonly redirectUri?: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface StoredWorkspace {
  readonly id: string;
  readonly workspace: Frameio.Workspace;
  readonly creator: User;
}

/** A project without its storage, which is the total size of its files. */
export interface StoredProject {
  readonly id: string;
  readonly project: Omit<Frameio.ProjectWithIncludes, 'storage' | 'owner'> & { readonly restricted: boolean };
  readonly owner: User;
}

export interface StoredFolder {
  readonly id: string;
  readonly folder: Frameio.Folder;
  readonly creator: User;
}

/** A file with a media type. The sandbox derives it from the name, so it is known from the start. */
export interface TypedFile extends Frameio.File {
  readonly media_type: string;
}

/** A file with its upload and creator. */
export interface StoredFile {
  readonly id: string;
  readonly file: TypedFile;
  readonly upload: Upload;
  readonly creator: User;
}

/** A version stack without its versions. */
export type VersionStackFields = Frameio.AssetCommon & { readonly type: 'version_stack' };

export interface StoredVersionStack {
  readonly id: string;
  readonly stack: VersionStackFields;
  /** Ids of the versions, oldest first. */
  readonly fileIds: readonly string[];
  readonly creator: User;
}

/** A comment as the sandbox stores it: its timestamp is a frame number, and its owner is included. */
export type StoredComment = Frameio.Comment & {
  readonly timestamp: number | null;
  readonly owner: User;
  /** Id of the comment that this one replies to. */
  readonly parentId?: string;
};

/** A file, folder or version stack. */
export type StoredAsset =
  | ({ readonly type: 'file' } & StoredFile)
  | ({ readonly type: 'folder' } & StoredFolder)
  | ({ readonly type: 'version_stack' } & StoredVersionStack);

/** An asset in the trash. */
export interface DeletedAsset {
  readonly id: string;
  readonly asset: StoredAsset;
  /** Id of the asset that the user deleted: this one, or a folder or version stack that contained it. */
  readonly rootId: string;
  readonly deletedAt: string;
  readonly deleter: User;
}

/** A custom action with its secret, which the API returns only once. */
export interface StoredAction {
  readonly id: string;
  readonly action: Frameio.Action & { readonly multi_asset: boolean; readonly timeout: number };
  readonly secret: string;
  readonly creator: User;
  /** Whether the sandbox registered it for the app. Every start brings such an action up to date with the app. */
  readonly isRegistered: boolean;
}

/** A webhook with its secret, which the API returns only once. */
export interface StoredWebhook {
  readonly id: string;
  readonly webhook: Frameio.Webhook & { readonly active: boolean; readonly workspace_id: string };
  readonly secret: string;
  readonly creator: User;
  /** Whether it is the app's own: from the sandbox, or from `connect`. Every start brings it up to date with the app. */
  readonly isRegistered: boolean;
}

/** An event that no attempt delivered to a webhook. The fields are those of Frame.io's failure log. */
export interface DeliveryFailure {
  readonly id: string;
  readonly webhook_id: string;
  readonly account_id: string;
  readonly event_type: string;
  readonly resource_id: string;
  readonly user_id: string;
}

/** An entry of the audit log, with the user who made the change. */
export interface StoredAuditEntry {
  readonly id: string;
  readonly entry: Omit<Frameio.AuditLogwithIncludes, 'user'>;
  readonly user: User;
}

/** The role of a user in an account, a workspace, a project or a folder. */
export interface StoredPermission {
  /** Made from the id of the resource and that of the user. */
  readonly id: string;
  readonly resourceId: string;
  readonly user: User;
  readonly role: Frameio.AccountUserRole['role'] | Frameio.UserRole['role'];
}

export interface StoredGroup {
  readonly id: string;
  readonly group: Frameio.GroupCommon;
  readonly creator: User;
  readonly memberIds: readonly string[];
}

export interface StoredFieldDefinition {
  readonly id: string;
  readonly definition: Frameio.FieldDefinition;
  readonly creator: User;
}

/** The value of a metadata field of a file. */
export interface StoredMetadataValue {
  /** Made from the id of the file and that of the field definition. */
  readonly id: string;
  readonly fileId: string;
  readonly fieldDefinitionId: string;
  readonly value: unknown;
}

export interface StoredCollection {
  readonly id: string;
  readonly collection: Frameio.Collection;
  readonly creator: User;
  readonly assetIds: readonly string[];
}

/** A share. Its collection holds its assets. */
export interface StoredShare {
  readonly id: string;
  /** Without its URL, which depends on the address of the sandbox. */
  readonly share: Omit<Frameio.Share, 'short_url'>;
  readonly projectId: string;
  readonly creator: User;
  readonly reviewers: readonly Frameio.User[];
}

/** An action on a share. */
export interface StoredShareActivity {
  readonly id: string;
  readonly shareId: string;
  readonly activity: Frameio.ShareActivityItemWithIncludes;
  readonly user: User;
}
