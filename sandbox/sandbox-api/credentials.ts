/** How scripts log in to the sandbox's Frame.io, and the ids that most calls need. */
export interface SandboxCredentials {
  readonly baseUrl: string;
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string;
  /** Access token that does not expire. */
  readonly token: string;
  /** Server-to-server credentials, to exchange for access tokens that expire. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accountId: string;
  /** Default workspace and project, and the root folder of the project. */
  readonly workspaceId: string;
  readonly projectId: string;
  readonly folderId: string;
}
