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
  readonly #sender: ApiSender;
  #accounts: ExperimentalAccounts | undefined;
  #files: ExperimentalFiles | undefined;
  #folders: ExperimentalFolders | undefined;
  #groups: ExperimentalGroups | undefined;
  #metadata: ExperimentalMetadata | undefined;
  #metadataFields: ExperimentalMetadataFields | undefined;
  #projectPermissions: ExperimentalProjectPermissions | undefined;
  #sessionWatermarkTemplates: SessionWatermarkTemplates | undefined;
  #users: ExperimentalUsers | undefined;
  #versionStacks: ExperimentalVersionStacks | undefined;
  #workspacePermissions: ExperimentalWorkspacePermissions | undefined;

  constructor(sender: ApiSender) {
    const experimental = experimentalSender(sender);
    super(experimental);
    this.#sender = experimental;
  }

  override get accounts(): ExperimentalAccounts {
    this.#accounts ??= new ExperimentalAccounts(this.#sender);
    return this.#accounts;
  }

  override get files(): ExperimentalFiles {
    this.#files ??= new ExperimentalFiles(this.#sender);
    return this.#files;
  }

  override get folders(): ExperimentalFolders {
    this.#folders ??= new ExperimentalFolders(this.#sender);
    return this.#folders;
  }

  override get groups(): ExperimentalGroups {
    this.#groups ??= new ExperimentalGroups(this.#sender);
    return this.#groups;
  }

  override get metadata(): ExperimentalMetadata {
    this.#metadata ??= new ExperimentalMetadata(this.#sender);
    return this.#metadata;
  }

  override get metadataFields(): ExperimentalMetadataFields {
    this.#metadataFields ??= new ExperimentalMetadataFields(this.#sender);
    return this.#metadataFields;
  }

  override get projectPermissions(): ExperimentalProjectPermissions {
    this.#projectPermissions ??= new ExperimentalProjectPermissions(this.#sender);
    return this.#projectPermissions;
  }

  get sessionWatermarkTemplates(): SessionWatermarkTemplates {
    this.#sessionWatermarkTemplates ??= new SessionWatermarkTemplates(this.#sender);
    return this.#sessionWatermarkTemplates;
  }

  override get users(): ExperimentalUsers {
    this.#users ??= new ExperimentalUsers(this.#sender);
    return this.#users;
  }

  override get versionStacks(): ExperimentalVersionStacks {
    this.#versionStacks ??= new ExperimentalVersionStacks(this.#sender);
    return this.#versionStacks;
  }

  override get workspacePermissions(): ExperimentalWorkspacePermissions {
    this.#workspacePermissions ??= new ExperimentalWorkspacePermissions(this.#sender);
    return this.#workspacePermissions;
  }
}

function experimentalSender(sender: ApiSender): ApiSender {
  return { clock: sender.clock, send: <Body>(request: ApiRequest) => sender.send<Body>(asExperimental(request)) };
}

function asExperimental(request: ApiRequest): ApiRequest {
  const headers = { 'api-version': 'experimental', ...request.options?.headers };
  return { ...request, options: { ...request.options, headers } };
}
