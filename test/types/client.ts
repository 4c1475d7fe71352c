import type { ExperimentalResources } from '../../lib/client/experimental.ts';
import type { StableResources } from '../../lib/client/stable-resources.ts';
import type { Frameio, RequestOptions } from '../../lib/index.ts';

/** Checked by the compiler: each `@ts-expect-error` must be one. Nothing here is called. */
export async function typesOfWebhooks({ webhooks }: StableResources): Promise<void> {
  const data = { name: 'Transcodes', url: 'https://example.com/frameio' };
  const created = await webhooks.create('a', 'w', { data: { ...data, events: ['file.ready', 'comment.created'] } });
  const secret: string = created.data.secret;
  // @ts-expect-error the secret comes with `create` only
  (await webhooks.show('a', 'h')).data.secret satisfies string;
  // @ts-expect-error no such event: the webhook would never fire
  await webhooks.create('a', 'w', { data: { ...data, events: ['file.redy'] } });
  // @ts-expect-error no such event here either
  await webhooks.update('a', 'h', { data: { events: ['file.ready', 'comment.create'] } });
  // @ts-expect-error the events are missing
  await webhooks.create('a', 'w', { data });
  // @ts-expect-error the guide's name for `active`
  await webhooks.update('a', 'h', { data: { is_active: false } });
  // @ts-expect-error a new webhook has no such field
  await webhooks.create('a', 'w', { data: { ...data, events: ['file.ready'], active: false } });
  await webhooks.update('a', 'h', { data: { active: false } });
  for await (const webhook of webhooks.index('a', 'w', { include: 'creator' })) {
    const events: readonly string[] = webhook.events; // Frame.io may send names that are newer than ours
    // @ts-expect-error so they are not all known
    webhook.events satisfies readonly 'file.ready'[];
    void [events, webhook.creator?.email];
  }
  // @ts-expect-error `include` takes the creator only
  webhooks.index('a', 'w', { include: 'owner' });
  return void secret;
}

/** Checked by the compiler, like the above. */
export async function typesOfCustomActions({ customActions }: StableResources): Promise<void> {
  const data = { name: 'Send', description: 'Sends it', event: 'send.it', url: 'https://example.com/frameio' };
  const { secret, deleted_at } = (await customActions.actionsCreate('a', 'w', { data })).data;
  await customActions.actionsCreate('a', 'w', { data: { ...data, multi_asset: false, timeout: 10 } });
  // @ts-expect-error the description is missing
  await customActions.actionsCreate('a', 'w', { data: { name: 'Send', event: 'send.it', url: 'https://example.com' } });
  // @ts-expect-error seconds are a number
  await customActions.actionsUpdate('a', 'c', { data: { timeout: '10' } });
  // @ts-expect-error `data` is missing around it
  await customActions.actionsUpdate('a', 'c', { active: false });
  return void [secret, deleted_at];
}

/** Checked by the compiler, like the above. */
export async function typesOfAccounts({ accounts, accountPermissions, groups }: StableResources): Promise<void> {
  const filters = { event_type: 'asset_deleted', from_date: '2026-01-31' } as const;
  for await (const entry of accounts.auditlogIndex('a', { include: 'user', filters }))
    entry.resource_type satisfies string;
  // @ts-expect-error a name of webhooks, not of the audit log
  accounts.auditlogIndex('a', { filters: { event_type: 'file.ready' } });
  // @ts-expect-error no such filter
  accounts.auditlogIndex('a', { filters: { colour: 'red' } });
  // @ts-expect-error no such order
  accounts.index({ sort: 'name_asc' });
  // @ts-expect-error the size of a page is a number
  accounts.index({ page_size: '10' });

  await accountPermissions.accountUserRolesUpdate('a', 'u', { data: { role: 'admin' } });
  // @ts-expect-error nobody is made an owner
  await accountPermissions.accountUserRolesUpdate('a', 'u', { data: { role: 'owner' } });

  const { data: group } = await groups.show('a', 'g');
  if (group.source === 'adobe') group.sync_status satisfies 'not_started' | 'in_progress' | 'completed' | 'error';
  // @ts-expect-error only a group of Adobe's is synchronized
  else group.sync_status satisfies string;
  // @ts-expect-error the emoji is missing
  await groups.create('a', { data: { name: 'Editors' } });
}

/** Checked by the compiler, like the above. */
export async function typesOfPermissions(client: StableResources): Promise<void> {
  await client.workspacePermissions.workspaceUserRolesUpdate('a', 'w', 'u', { data: { role: 'workspace_admin' } });
  // @ts-expect-error a role of workspaces
  await client.projectPermissions.projectUserRolesUpdate('a', 'p', 'u', { data: { role: 'workspace_admin' } });
  // @ts-expect-error no such role
  await client.folderPermissions.folderUserRolesUpdate('a', 'f', 'u', { data: { role: 'editer' } });
  // @ts-expect-error the user is missing
  await client.folderPermissions.folderUserRolesUpdate('a', 'f', { data: { role: 'editor' } });
  client.projectPermissions.index('a', 'p', { sort: 'role_asc', include_deactivated: true });
  // @ts-expect-error this one cannot be sorted
  client.folderPermissions.index('a', 'f', { sort: 'role_asc' });
  // @ts-expect-error there is no body
  (await client.workspaces.delete('a', 'w')).data satisfies unknown;
}

/** Checked by the compiler, like the above. */
export async function typesOfAssets({ files, folders, versionStacks }: StableResources): Promise<void> {
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4', file_size: 5_000 } });
  // @ts-expect-error the type comes from the name: Frame.io answers 422
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4', file_size: 5_000, media_type: 'video/mp4' } });
  // @ts-expect-error the size is missing
  await files.createLocalUpload('a', 'f', { data: { name: 'a.mp4' } });
  await files.show('a', 'i', { include: ['media_links.original', 'creator'] });
  // @ts-expect-error all links at once have no name
  await files.show('a', 'i', { include: 'media_links' });
  // @ts-expect-error no such link in a list either
  await files.show('a', 'i', { include: ['media_links.orignal'] });
  // @ts-expect-error parameters have no `query` around them
  await files.show('a', 'i', { query: { include: 'creator' } });
  // @ts-expect-error no such comments
  await files.copy('a', 'i', { copy_comments: 'some' });
  for await (const asset of folders.index('a', 'f', { type: ['file', 'version_stack'] })) {
    if (asset.type === 'file') asset.file_size satisfies number;
    // @ts-expect-error a folder or a stack has no size
    else asset.file_size satisfies number;
  }
  // @ts-expect-error no such kind
  folders.index('a', 'f', { type: 'asset' });
  versionStacks.index('a', 's', { sort: 'file_size_desc' });
  // @ts-expect-error a stack has no size, only its versions do
  versionStacks.list('a', 'f', { sort: 'file_size_desc' });
  // @ts-expect-error a file that has not been uploaded has no type yet
  (await files.show('a', 'i')).data.media_type satisfies string;
  // @ts-expect-error ids are texts
  await versionStacks.create('a', 'f', { data: { file_ids: [1, 2] } });
}

/** Checked by the compiler, like the above. */
export async function typesOfShares({ shares }: StableResources): Promise<void> {
  const data = { message: 'Have a look', notify_by_email: false };
  await shares.addReviewers('a', 's', { data: { ...data, reviewers: { share_list_ids: ['l'] } } });
  // @ts-expect-error one kind of name at a time
  await shares.addReviewers('a', 's', { data: { ...data, reviewers: { share_list_ids: ['l'], emails: ['e'] } } });
  // @ts-expect-error share lists are for adding only
  await shares.removeReviewers('a', 's', { data: { reviewers: { share_list_ids: ['l'] } } });
  await shares.update('a', 's', { data: { enabled: false, layout: 'reel', accent_color: null } });
  // @ts-expect-error no such layout
  await shares.update('a', 's', { data: { layout: 'mosaic' } });
}

/** Checked by the compiler, like the above. */
export async function typesOfProjects({ projects }: StableResources): Promise<void> {
  for await (const deleted of projects.recentlyDeleted('a', 'p', { sort: 'name_asc' })) {
    if (deleted.type === 'file') deleted.file_size satisfies number;
    // @ts-expect-error there is nothing to look at
    deleted.view_url satisfies string;
  }
}

/** Checked by the compiler, like the above. */
export async function typesOfOptions({ users }: StableResources): Promise<void> {
  const options: RequestOptions = { timeoutMs: 5_000, maxRetries: 0, headers: { 'x-request': '1' } };
  const { data, status, headers } = await users.show(options).withRawResponse();
  const profile: Frameio.Profile = data.data;
  // @ts-expect-error the official client's name for `timeoutMs`
  await users.show({ timeoutInSeconds: 5 });
  // @ts-expect-error a profile is no user of an account
  profile satisfies Frameio.User;
  return void [status satisfies number, headers['x-ratelimit-limit']];
}

/** Checked by the compiler, like the above. */
export async function typesOfExperimental(client: ExperimentalResources, stable: StableResources): Promise<void> {
  client satisfies StableResources;
  // @ts-expect-error not in the stable API
  await stable.groups.delete('a', 'g');
  await client.groups.delete('a', 'g');
  await client.groups.addUsers('a', 'g', { data: { user_ids: ['u'] } });
  // @ts-expect-error ids come as a list
  await client.groups.addUsers('a', 'g', { data: { user_ids: 'u' } });
  for await (const { email } of client.groups.users('a', 'g', { sort: 'email_asc' })) email satisfies string;

  await client.versionStacks.reorder('a', 's', { data: { target_file_id: 'f', move_to: 'top' } });
  // @ts-expect-error no such place
  await client.versionStacks.reorder('a', 's', { data: { target_file_id: 'f', move_to: 'middle' } });

  for await (const membership of client.users.accountUserRolesMemberships('a', 'u', { type: 'group,workspace' })) {
    // @ts-expect-error a group has no role
    if (membership.type === 'group') membership.role satisfies string;
    else membership.role satisfies string;
  }
  // @ts-expect-error no such kind
  client.users.accountUserRolesMemberships('a', 'u', { type: 'folder' });

  const data_points = [{ type: 'custom_text', value: 'Draft' }] as const;
  await client.sessionWatermarkTemplates.create('a', { data: { name: 'Draft', watermark_blocks: [{ data_points }] } });
  // @ts-expect-error a block without a text
  await client.sessionWatermarkTemplates.create('a', { data: { name: 'Draft', watermark_blocks: [{ alpha: 0.5 }] } });
}
