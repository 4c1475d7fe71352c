import type { ApiRequest, ApiSender } from './api-request.ts';
import { ExperimentalAccounts } from './resources/experimental/accounts.ts';
import { ExperimentalFiles } from './resources/experimental/files.ts';
import { ExperimentalFolders } from './resources/experimental/folders.ts';
import { ExperimentalGroups } from './resources/experimental/groups.ts';
import { ExperimentalMetadata } from './resources/experimental/metadata.ts';
import { ExperimentalMetadataFields } from './resources/experimental/metadata-fields.ts';
import { ExperimentalProjectPermissions } from './resources/experimental/project-permissions.ts';
import { SessionWatermarkTemplates } from './resources/experimental/session-watermark-templates.ts';
import { ExperimentalUsers } from './resources/experimental/users.ts';
import { ExperimentalVersionStacks } from './resources/experimental/version-stacks.ts';
import { ExperimentalWorkspacePermissions } from './resources/experimental/workspace-permissions.ts';
import { StableResources } from './stable-resources.ts';

/**
 * Frame.io's experimental API: every stable operation and those that are not stable yet. Frame.io may change or drop
 * the latter at any time. Its requests say `api-version: experimental`, unless the options of a call name another.
 */
export class ExperimentalResources extends StableResources {
  override readonly accounts: ExperimentalAccounts;
  override readonly files: ExperimentalFiles;
  override readonly folders: ExperimentalFolders;
  override readonly groups: ExperimentalGroups;
  override readonly metadata: ExperimentalMetadata;
  override readonly metadataFields: ExperimentalMetadataFields;
  override readonly projectPermissions: ExperimentalProjectPermissions;
  readonly sessionWatermarkTemplates: SessionWatermarkTemplates;
  override readonly users: ExperimentalUsers;
  override readonly versionStacks: ExperimentalVersionStacks;
  override readonly workspacePermissions: ExperimentalWorkspacePermissions;

  constructor(sender: ApiSender) {
    const experimental = experimentalSender(sender);
    super(experimental);
    this.accounts = new ExperimentalAccounts(experimental);
    this.files = new ExperimentalFiles(experimental);
    this.folders = new ExperimentalFolders(experimental);
    this.groups = new ExperimentalGroups(experimental);
    this.metadata = new ExperimentalMetadata(experimental);
    this.metadataFields = new ExperimentalMetadataFields(experimental);
    this.projectPermissions = new ExperimentalProjectPermissions(experimental);
    this.sessionWatermarkTemplates = new SessionWatermarkTemplates(experimental);
    this.users = new ExperimentalUsers(experimental);
    this.versionStacks = new ExperimentalVersionStacks(experimental);
    this.workspacePermissions = new ExperimentalWorkspacePermissions(experimental);
  }
}

function experimentalSender(sender: ApiSender): ApiSender {
  return { send: <Body>(request: ApiRequest) => sender.send<Body>(asExperimental(request)) };
}

function asExperimental(request: ApiRequest): ApiRequest {
  const headers = { 'api-version': 'experimental', ...request.options?.headers };
  return { ...request, options: { ...request.options, headers } };
}
