import type { Frameio, FrameioClient, RequestOptions } from '../../lib/client/index.ts';
import type { ExperimentalResources } from '../../lib/client/resources/experimental-resources.ts';
import type { StableResources } from '../../lib/client/resources/stable-resources.ts';

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export async function typesOfWebhooks({ webhooks }: StableResources): Promise<void> {
  const data = { name: 'Transcodes', url: 'https://example.com/frameio' };
  const created = await webhooks.create('a', 'w', { data: { ...data, events: ['file.ready', 'comment.created'] } });
  const secret: string = created.data.secret;
  // @ts-expect-error only `create` returns the secret
  (await webhooks.show('a', 'h')).data.secret satisfies string;
  // @ts-expect-error unknown event
  await webhooks.create('a', 'w', { data: { ...data, events: ['file.redy'] } });
  // @ts-expect-error unknown event
  await webhooks.update('a', 'h', { data: { events: ['file.ready', 'comment.create'] } });
  // @ts-expect-error the events are missing
  await webhooks.create('a', 'w', { data });
  // @ts-expect-error the guide's name for `active`
  await webhooks.update('a', 'h', { data: { is_active: false } });
  // @ts-expect-error a new webhook cannot be inactive
  await webhooks.create('a', 'w', { data: { ...data, events: ['file.ready'], active: false } });
  await webhooks.update('a', 'h', { data: { active: false } });
  for await (const webhook of webhooks.index('a', 'w', { include: 'creator' })) {
    const events: readonly string[] = webhook.events; // Frame.io may return newer names
    // @ts-expect-error not every name is known
    webhook.events satisfies readonly 'file.ready'[];
    void [events, webhook.creator?.email];
  }
  // @ts-expect-error `include` accepts the creator only
  webhooks.index('a', 'w', { include: 'owner' });
  return void secret;
}

/** Checked by the compiler only. */
export async function typesOfCustomActions({ customActions }: StableResources): Promise<void> {
  const data = { name: 'Send', description: 'Sends it', event: 'send.it', url: 'https://example.com/frameio' };
  const { secret, deleted_at } = (await customActions.actionsCreate('a', 'w', { data })).data;
  await customActions.actionsCreate('a', 'w', { data: { ...data, multi_asset: false, timeout: 10 } });
  // @ts-expect-error the description is missing
  await customActions.actionsCreate('a', 'w', { data: { name: 'Send', event: 'send.it', url: 'https://example.com' } });
  // @ts-expect-error the timeout is a number
  await customActions.actionsUpdate('a', 'c', { data: { timeout: '10' } });
  // @ts-expect-error `data` is missing
  await customActions.actionsUpdate('a', 'c', { active: false });
  return void [secret, deleted_at];
}

/** Checked by the compiler only. */
export async function typesOfAccounts({ accounts, accountPermissions, groups }: StableResources): Promise<void> {
  const filters = { event_type: 'asset_deleted', from_date: '2026-01-31' } as const;
  for await (const entry of accounts.auditlogIndex('a', { include: 'user', filters }))
    entry.resource_type satisfies string;
  // @ts-expect-error an event of webhooks, not of the audit log
  accounts.auditlogIndex('a', { filters: { event_type: 'file.ready' } });
  // @ts-expect-error unknown filter
  accounts.auditlogIndex('a', { filters: { colour: 'red' } });
  // @ts-expect-error unknown sort order
  accounts.index({ sort: 'name_asc' });
  // @ts-expect-error page_size is a number
  accounts.index({ page_size: '10' });

  await accountPermissions.accountUserRolesUpdate('a', 'u', { data: { role: 'admin' } });
  // @ts-expect-error the role owner cannot be assigned
  await accountPermissions.accountUserRolesUpdate('a', 'u', { data: { role: 'owner' } });

  const { data: group } = await groups.show('a', 'g');
  if (group.source === 'adobe') group.sync_status satisfies 'not_started' | 'in_progress' | 'completed' | 'error';
  // @ts-expect-error only groups of Adobe's are synchronized
  else group.sync_status satisfies string;
  // @ts-expect-error the emoji is missing
  await groups.create('a', { data: { name: 'Editors' } });
}

/** Checked by the compiler only. */
export async function typesOfPermissions(client: StableResources): Promise<void> {
  await client.workspacePermissions.workspaceUserRolesUpdate('a', 'w', 'u', { data: { role: 'workspace_admin' } });
  // @ts-expect-error a role of workspaces
  await client.projectPermissions.projectUserRolesUpdate('a', 'p', 'u', { data: { role: 'workspace_admin' } });
  // @ts-expect-error unknown role
  await client.folderPermissions.folderUserRolesUpdate('a', 'f', 'u', { data: { role: 'editer' } });
  // @ts-expect-error the user is missing
  await client.folderPermissions.folderUserRolesUpdate('a', 'f', { data: { role: 'editor' } });
  client.projectPermissions.index('a', 'p', { sort: 'role_asc', include_deactivated: true });
  // @ts-expect-error this list has no sort order
  client.folderPermissions.index('a', 'f', { sort: 'role_asc' });
  // @ts-expect-error the response has no body
  (await client.workspaces.delete('a', 'w')).data satisfies unknown;
}

/** Checked by the compiler only. */
export async function typesOfAssets({ files, folders, versionStacks }: StableResources): Promise<void> {
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4', file_size: 5_000 } });
  // @ts-expect-error Frame.io derives the media type from the name and answers 422
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4', file_size: 5_000, media_type: 'video/mp4' } });
  // @ts-expect-error the size is missing
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4' } });
  await files.show('a', 'i', { include: ['media_links.original', 'creator'] });
  const { data: inStack } = await files.show('a', 'i', { include: ['parent', 'media_links.hls_manifest'] });
  inStack.parent?.type satisfies 'file' | 'folder' | 'version_stack' | undefined;
  inStack.media_links?.hls_manifest?.url satisfies string | null | undefined;
  // @ts-expect-error `include` has no name for all links
  await files.show('a', 'i', { include: 'media_links' });
  // @ts-expect-error unknown link in a list
  await files.show('a', 'i', { include: ['media_links.orignal'] });
  // @ts-expect-error parameters are not nested in `query`
  await files.show('a', 'i', { query: { include: 'creator' } });
  // @ts-expect-error unknown value of copy_comments
  await files.copy('a', 'i', { copy_comments: 'some' });
  for await (const asset of folders.index('a', 'f', { type: ['file', 'version_stack'] })) {
    if (asset.type === 'file') asset.file_size satisfies number;
    // @ts-expect-error folders and version stacks have no size
    else asset.file_size satisfies number;
  }
  // @ts-expect-error unknown type
  folders.index('a', 'f', { type: 'asset' });
  versionStacks.index('a', 's', { sort: 'file_size_desc' });
  // @ts-expect-error version stacks have no size, only their versions do
  versionStacks.list('a', 'f', { sort: 'file_size_desc' });
  // @ts-expect-error the media type is null before the upload
  (await files.show('a', 'i')).data.media_type satisfies string;
  // @ts-expect-error ids are strings
  await versionStacks.create('a', 'f', { data: { file_ids: [1, 2] } });
}

/** Checked by the compiler only. */
export async function typesOfShares({ shares }: StableResources): Promise<void> {
  const data = { message: 'Have a look', notify_by_email: false };
  await shares.addReviewers('a', 's', { data: { ...data, reviewers: { share_list_ids: ['l'] } } });
  // @ts-expect-error one kind of identifier at a time
  await shares.addReviewers('a', 's', { data: { ...data, reviewers: { share_list_ids: ['l'], emails: ['e'] } } });
  // @ts-expect-error share lists can only be added
  await shares.removeReviewers('a', 's', { data: { reviewers: { share_list_ids: ['l'] } } });
  await shares.update('a', 's', { data: { enabled: false, layout: 'reel', accent_color: null } });
  // @ts-expect-error unknown layout
  await shares.update('a', 's', { data: { layout: 'mosaic' } });
}

/** Checked by the compiler only. */
export async function typesOfProjects({ projects }: StableResources): Promise<void> {
  for await (const deleted of projects.recentlyDeleted('a', 'p', { sort: 'name_asc' })) {
    if (deleted.type === 'file') deleted.file_size satisfies number;
    // @ts-expect-error deleted assets have no view_url
    deleted.view_url satisfies string;
  }
}

/** Checked by the compiler only. */
export async function typesOfOptions({ users }: StableResources): Promise<void> {
  const options: RequestOptions = { timeoutMs: 5_000, maxRetries: 0, headers: { 'x-request': '1' } };
  const { data, status, headers } = await users.show(options).withRawResponse();
  const profile: Frameio.Profile = data.data;
  // the official SDK's name for `timeoutMs`
  await users.show({ timeoutInSeconds: 5 });
  // @ts-expect-error a profile is not a user of an account
  profile satisfies Frameio.User;
  return void [status satisfies number, headers['x-ratelimit-limit']];
}

/** Checked by the compiler only. */
export async function typesOfExperimental(client: ExperimentalResources, stable: StableResources): Promise<void> {
  client satisfies StableResources;
  // @ts-expect-error not in the stable API
  await stable.groups.delete('a', 'g');
  await client.groups.delete('a', 'g');
  await client.groups.addUsers('a', 'g', { data: { user_ids: ['u'] } });
  // @ts-expect-error ids are a list
  await client.groups.addUsers('a', 'g', { data: { user_ids: 'u' } });
  for await (const { email } of client.groups.users('a', 'g', { sort: 'email_asc' })) email satisfies string;

  await client.versionStacks.reorder('a', 's', { data: { target_file_id: 'f', move_to: 'top' } });
  // @ts-expect-error unknown position
  await client.versionStacks.reorder('a', 's', { data: { target_file_id: 'f', move_to: 'middle' } });

  for await (const membership of client.users.accountUserRolesMemberships('a', 'u', { type: 'group,workspace' })) {
    // @ts-expect-error groups have no role
    if (membership.type === 'group') membership.role satisfies string;
    else membership.role satisfies string;
  }
  // @ts-expect-error unknown type
  client.users.accountUserRolesMemberships('a', 'u', { type: 'folder' });

  const data_points = [{ type: 'custom_text', value: 'Draft' }] as const;
  await client.sessionWatermarkTemplates.create('a', { data: { name: 'Draft', watermark_blocks: [{ data_points }] } });
  // @ts-expect-error a block needs data_points
  await client.sessionWatermarkTemplates.create('a', { data: { name: 'Draft', watermark_blocks: [{ alpha: 0.5 }] } });
}

/** Checked by the compiler only. */
export async function typesOfDownloads(client: FrameioClient): Promise<void> {
  const { path, bytes, data } = await client.files.download('a', 'f', { to: 'take.mov', rendition: 'efficient' });
  await client.withSignal(AbortSignal.timeout(1)).files.download('a', 'f', { to: new WritableStream<Uint8Array>() });
  // @ts-expect-error a playlist is not a download
  await client.files.download('a', 'f', { to: 'take.mov', rendition: 'hls_manifest' });
  // @ts-expect-error the target is missing
  await client.files.download('a', 'f', {});
  // @ts-expect-error a stream that cannot be written to
  await client.files.download('a', 'f', { to: new ReadableStream() });
  return void [path, bytes, data.media_links];
}

/** Checked by the compiler only. */
export async function typesOfVersionUploads({ files }: StableResources): Promise<void> {
  const { data, versionStackId } = await files.uploadVersion('a', 'f', { body: 'take.mov' });
  // @ts-expect-error a version is added to its stack before it is transcoded
  await files.uploadVersion('a', 'f', { body: 'take.mov', waitForReady: true });
  return void [data.id, versionStackId.length];
}
