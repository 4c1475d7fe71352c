import type { ApiRequest, ApiSender } from '../transport/api-request.ts';
import { ExperimentalAccounts } from './experimental/accounts.ts';
import { ExperimentalFiles } from './experimental/files.ts';
import { ExperimentalFolders } from './experimental/folders.ts';
import { ExperimentalGroups } from './experimental/groups.ts';
import { ExperimentalMetadata } from './experimental/metadata.ts';
import { ExperimentalMetadataFields } from './experimental/metadata-fields.ts';
import { ExperimentalProjectPermissions } from './experimental/project-permissions.ts';
import { ExperimentalSearch } from './experimental/search.ts';
import { SessionWatermarkTemplates } from './experimental/session-watermark-templates.ts';
import { ExperimentalShares } from './experimental/shares.ts';
import { ExperimentalUsers } from './experimental/users.ts';
import { ExperimentalVersionStacks } from './experimental/version-stacks.ts';
import { ExperimentalWorkspacePermissions } from './experimental/workspace-permissions.ts';
import { StableResources } from './stable-resources.ts';

/**
 * Frame.io's experimental API: every stable operation, and those that are not stable yet. Frame.io may change or remove
 * the latter at any time. Requests have the header `api-version: experimental`, unless the options of a call set
 * another.
 */
export class ExperimentalResources extends StableResources {
  override readonly accounts: ExperimentalAccounts;
  override readonly files: ExperimentalFiles;
  override readonly folders: ExperimentalFolders;
  override readonly groups: ExperimentalGroups;
  override readonly metadata: ExperimentalMetadata;
  override readonly metadataFields: ExperimentalMetadataFields;
  override readonly projectPermissions: ExperimentalProjectPermissions;
  override readonly search: ExperimentalSearch;
  readonly sessionWatermarkTemplates: SessionWatermarkTemplates;
  override readonly shares: ExperimentalShares;
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
    this.search = new ExperimentalSearch(experimental);
    this.sessionWatermarkTemplates = new SessionWatermarkTemplates(experimental);
    this.shares = new ExperimentalShares(experimental);
    this.users = new ExperimentalUsers(experimental);
    this.versionStacks = new ExperimentalVersionStacks(experimental);
    this.workspacePermissions = new ExperimentalWorkspacePermissions(experimental);
  }
}

function experimentalSender(sender: ApiSender): ApiSender {
  const { baseUrl, clock } = sender;
  return { baseUrl, clock, send: <Body>(request: ApiRequest) => sender.send<Body>(asExperimental(request)) };
}

function asExperimental(request: ApiRequest): ApiRequest {
  const headers = { 'api-version': 'experimental', ...request.options?.headers };
  return { ...request, options: { ...request.options, headers } };
}
