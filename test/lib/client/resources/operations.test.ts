import { describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { methodsOf } from '../../../../sandbox/frameio/api/methods-of.ts';
import { readOpenApi } from '../../../support/open-api.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { documentedOperations } from '../conformance/documented-operations.ts';

/** A call and the request it sends. The first id is always `adobe:1`; the others have a question mark. */
interface Row {
  readonly name: string;
  readonly call: (client: FrameioClient) => PromiseLike<unknown>;
  readonly sent: readonly [method: string, path: string, body?: object];
}

const A = '/v4/accounts/adobe%3A1';

const FILE_INCLUDE = ['media_links.original', 'creator'] as const;

/** Stable operations that are newer than the OpenAPI document that the tests in `conformance/` use. */
const NEW: readonly Row[] = [
  {
    name: 'accountPermissions.accountUserRolesUpdate',
    call: ({ accountPermissions }) =>
      accountPermissions.accountUserRolesUpdate('adobe:1', 'u?', { data: { role: 'admin' } }),
    sent: ['PATCH', `${A}/users/u%3F`, { data: { role: 'admin' } }],
  },
  {
    name: 'files.bulkCopy',
    call: ({ files }) =>
      files.bulkCopy('adobe:1', {
        copy_metadata: true,
        copy_comments: 'all',
        data: { file_ids: ['f'], parent_id: 'p' },
      }),
    sent: [
      'POST',
      `${A}/files/copy?copy_metadata=true&copy_comments=all`,
      { data: { file_ids: ['f'], parent_id: 'p' } },
    ],
  },
  {
    name: 'files.bulkMove',
    call: ({ files }) => files.bulkMove('adobe:1', { data: { file_ids: ['f', 'g'], parent_id: 'p' } }),
    sent: ['PATCH', `${A}/files/move`, { data: { file_ids: ['f', 'g'], parent_id: 'p' } }],
  },
  {
    name: 'folders.bulkCopy',
    call: ({ folders }) =>
      folders.bulkCopy('adobe:1', {
        copy_metadata: false,
        copy_comments: 'internal',
        data: { folder_ids: ['f'], parent_id: 'p' },
      }),
    sent: [
      'POST',
      `${A}/folders/copy?copy_metadata=false&copy_comments=internal`,
      { data: { folder_ids: ['f'], parent_id: 'p' } },
    ],
  },
  {
    name: 'folders.bulkMove',
    call: ({ folders }) => folders.bulkMove('adobe:1', { data: { folder_ids: ['f', 'g'], parent_id: 'p' } }),
    sent: ['PATCH', `${A}/folders/move`, { data: { folder_ids: ['f', 'g'], parent_id: 'p' } }],
  },
  {
    name: 'projects.recentlyDeleted',
    call: ({ projects }) => projects.recentlyDeleted('adobe:1', 'p?', { sort: 'deleted_at_asc', page_size: 2 }),
    sent: ['GET', `${A}/projects/p%3F/recently_deleted?sort=deleted_at_asc&page_size=2`],
  },
  {
    name: 'shares.listActivities',
    call: ({ shares }) => shares.listActivities('adobe:1', 's?', { include: 'user', page_size: 2 }),
    sent: ['GET', `${A}/shares/s%3F/activities?include=user&page_size=2`],
  },
  {
    name: 'shares.listAssets',
    call: ({ shares }) =>
      shares.listAssets('adobe:1', 's?', { include: FILE_INCLUDE, sort: 'updated_at_desc', after: 'c=' }),
    sent: ['GET', `${A}/shares/s%3F/assets?include=media_links.original%2Ccreator&sort=updated_at_desc&after=c%3D`],
  },
];

const WATERMARK = {
  name: 'Viewer',
  watermark_blocks: [{ data_points: [{ type: 'email', order: 0 }], position: 'bottom_center', alpha: 0.5 }],
} as const;

/** Operations of the experimental API. */
const EXPERIMENTAL: readonly Row[] = [
  {
    name: 'accounts.show',
    call: ({ experimental: { accounts } }) => accounts.show('adobe:1'),
    sent: ['GET', A],
  },
  {
    name: 'files.bulkGet',
    call: ({ experimental: { files } }) =>
      files.bulkGet('adobe:1', { include: FILE_INCLUDE, data: { file_ids: ['f', 'g'] } }),
    sent: ['POST', `${A}/files/bulk_get?include=media_links.original%2Ccreator`, { data: { file_ids: ['f', 'g'] } }],
  },
  {
    name: 'files.restore',
    call: ({ experimental: { files } }) => files.restore('adobe:1', 'f?'),
    sent: ['PATCH', `${A}/files/f%3F/restore`],
  },
  {
    name: 'folders.restore',
    call: ({ experimental: { folders } }) => folders.restore('adobe:1', 'f?'),
    sent: ['PATCH', `${A}/folders/f%3F/restore`],
  },
  {
    name: 'groups.delete',
    call: ({ experimental: { groups } }) => groups.delete('adobe:1', 'g?'),
    sent: ['DELETE', `${A}/groups/g%3F`],
  },
  {
    name: 'groups.users',
    call: ({ experimental: { groups } }) => groups.users('adobe:1', 'g?', { sort: 'email_asc', page_size: 2 }),
    sent: ['GET', `${A}/groups/g%3F/users?sort=email_asc&page_size=2`],
  },
  {
    name: 'groups.addUsers',
    call: ({ experimental: { groups } }) => groups.addUsers('adobe:1', 'g?', { data: { user_ids: ['u'] } }),
    sent: ['POST', `${A}/groups/g%3F/users`, { data: { user_ids: ['u'] } }],
  },
  {
    name: 'groups.removeMember',
    call: ({ experimental: { groups } }) => groups.removeMember('adobe:1', 'g?', 'u?'),
    sent: ['DELETE', `${A}/groups/g%3F/users/u%3F`],
  },
  {
    name: 'groups.listAdobeGroups',
    call: ({ experimental: { groups } }) => groups.listAdobeGroups('adobe:1', { include_total_count: true }),
    sent: ['GET', `${A}/adobe_groups?include_total_count=true`],
  },
  {
    name: 'groups.addAdobeGroupToAccount',
    call: ({ experimental: { groups } }) =>
      groups.addAdobeGroupToAccount('adobe:1', { data: { adobe_group_id: '699210784' } }),
    sent: ['POST', `${A}/adobe_groups`, { data: { adobe_group_id: '699210784' } }],
  },
  {
    name: 'metadata.update',
    call: ({ experimental: { metadata } }) =>
      metadata.update('adobe:1', 'f?', { data: { values: [{ field_definition_id: 'd', value: ['o'] }] } }),
    sent: ['PATCH', `${A}/files/f%3F/metadata`, { data: { values: [{ field_definition_id: 'd', value: ['o'] }] } }],
  },
  {
    name: 'metadataFields.metadataFieldDefinitionsShow',
    call: ({ experimental: { metadataFields } }) =>
      metadataFields.metadataFieldDefinitionsShow('adobe:1', 'd?', { include: 'creator' }),
    sent: ['GET', `${A}/metadata/field_definitions/d%3F?include=creator`],
  },
  {
    name: 'projectPermissions.projectGroupRolesIndex',
    call: ({ experimental: { projectPermissions } }) =>
      projectPermissions.projectGroupRolesIndex('adobe:1', 'p?', { sort: 'role_asc', page_size: 2 }),
    sent: ['GET', `${A}/projects/p%3F/groups?sort=role_asc&page_size=2`],
  },
  {
    name: 'projectPermissions.projectGroupRolesUpdate',
    call: ({ experimental: { projectPermissions } }) =>
      projectPermissions.projectGroupRolesUpdate('adobe:1', 'p?', 'g?', { data: { role: 'editor' } }),
    sent: ['PATCH', `${A}/projects/p%3F/groups/g%3F`, { data: { role: 'editor' } }],
  },
  {
    name: 'projectPermissions.projectGroupRolesDelete',
    call: ({ experimental: { projectPermissions } }) =>
      projectPermissions.projectGroupRolesDelete('adobe:1', 'p?', 'g?'),
    sent: ['DELETE', `${A}/projects/p%3F/groups/g%3F`],
  },
  {
    name: 'sessionWatermarkTemplates.index',
    call: ({ experimental: { sessionWatermarkTemplates } }) =>
      sessionWatermarkTemplates.index('adobe:1', { include: 'creator', sort: 'name_desc', page_size: 2 }),
    sent: ['GET', `${A}/session_watermark_templates?include=creator&sort=name_desc&page_size=2`],
  },
  {
    name: 'sessionWatermarkTemplates.show',
    call: ({ experimental: { sessionWatermarkTemplates } }) =>
      sessionWatermarkTemplates.show('adobe:1', 't?', { include: 'creator' }),
    sent: ['GET', `${A}/session_watermark_templates/t%3F?include=creator`],
  },
  {
    name: 'sessionWatermarkTemplates.create',
    call: ({ experimental: { sessionWatermarkTemplates } }) =>
      sessionWatermarkTemplates.create('adobe:1', { data: WATERMARK }),
    sent: ['POST', `${A}/session_watermark_templates`, { data: WATERMARK }],
  },
  {
    name: 'sessionWatermarkTemplates.update',
    call: ({ experimental: { sessionWatermarkTemplates } }) =>
      sessionWatermarkTemplates.update('adobe:1', 't?', { data: { name: 'Other' } }),
    sent: ['PATCH', `${A}/session_watermark_templates/t%3F`, { data: { name: 'Other' } }],
  },
  {
    name: 'users.accountUserRolesShow',
    call: ({ experimental: { users } }) => users.accountUserRolesShow('adobe:1', 'u?'),
    sent: ['GET', `${A}/users/u%3F`],
  },
  {
    name: 'users.accountUserRolesMemberships',
    call: ({ experimental: { users } }) =>
      users.accountUserRolesMemberships('adobe:1', 'u?', { type: ['group', 'project'], sort: 'type_asc' }),
    sent: ['GET', `${A}/users/u%3F/memberships?type=group%2Cproject&sort=type_asc`],
  },
  {
    name: 'versionStacks.reorder',
    call: ({ experimental: { versionStacks } }) =>
      versionStacks.reorder('adobe:1', 'v?', { data: { target_file_id: 'f', move_to: 'top' } }),
    sent: ['PATCH', `${A}/version_stacks/v%3F/versions`, { data: { target_file_id: 'f', move_to: 'top' } }],
  },
  {
    name: 'versionStacks.restore',
    call: ({ experimental: { versionStacks } }) => versionStacks.restore('adobe:1', 'v?'),
    sent: ['PATCH', `${A}/version_stacks/v%3F/restore`],
  },
  {
    name: 'workspacePermissions.workspaceGroupRolesIndex',
    call: ({ experimental: { workspacePermissions } }) =>
      workspacePermissions.workspaceGroupRolesIndex('adobe:1', 'w?', { sort: 'created_at_asc', after: 'c' }),
    sent: ['GET', `${A}/workspaces/w%3F/groups?sort=created_at_asc&after=c`],
  },
  {
    name: 'workspacePermissions.workspaceGroupRolesUpdate',
    call: ({ experimental: { workspacePermissions } }) =>
      workspacePermissions.workspaceGroupRolesUpdate('adobe:1', 'w?', 'g?', { data: { role: 'workspace_admin' } }),
    sent: ['PATCH', `${A}/workspaces/w%3F/groups/g%3F`, { data: { role: 'workspace_admin' } }],
  },
  {
    name: 'workspacePermissions.workspaceGroupRolesDelete',
    call: ({ experimental: { workspacePermissions } }) =>
      workspacePermissions.workspaceGroupRolesDelete('adobe:1', 'w?', 'g?'),
    sent: ['DELETE', `${A}/workspaces/w%3F/groups/g%3F`],
  },
];

const STABLE_OPERATION: Row = {
  name: 'comments.delete, which is stable too',
  call: ({ experimental: { comments } }) => comments.delete('adobe:1', 'c?'),
  sent: ['DELETE', `${A}/comments/c%3F`],
};

/** Each consists of several operations. The tests in `download/` and `upload/` cover them. */
const TRANSFERS = ['files.download', 'files.upload', 'files.uploadVersion'];

describe('each newer operation sends its request', () => {
  it.each(NEW)('$name', async (row) => {
    expect(await requestsOf(row)).toEqual([{ ...asRequest(row), version: undefined }]);
  });
});

describe('each experimental operation sends its request', () => {
  it.each([...EXPERIMENTAL, STABLE_OPERATION])('$name', async (row) => {
    expect(await requestsOf(row)).toEqual([{ ...asRequest(row), version: 'experimental' }]);
  });
});

const openApi = readOpenApi();

if (openApi) {
  const client = new FrameioClient({ token: 'the-token' });
  const documented = documentedOperations(openApi).map(({ resource, method }) => `${resource}.${method}`);
  const names = (rows: readonly Row[]) => rows.map(({ name }) => name);

  it('covers every method of the client, here or in conformance/', () => {
    expect([...methodsOf(client)].sort()).toEqual([...documented, ...names(NEW), ...TRANSFERS].sort());
  });

  it('covers every method of the experimental client, here or in conformance/', () => {
    const all = [...documented, ...names(NEW), ...names(EXPERIMENTAL), ...TRANSFERS];
    expect([...methodsOf(client.experimental)].sort()).toEqual(all.sort());
  });
} else {
  it('skips the coverage check without the OpenAPI document', () => expect(openApi).toBeUndefined());
}

function asRequest({ sent: [method, url, body] }: Row) {
  return { method, url, body };
}

/**
 * Returns the requests of a call to a server that always sends the same response, and checks the result of the call.
 */
async function requestsOf({ call }: Row) {
  const server = await scriptedServer((response) => json(response, 200, { data: [{ id: 'x' }] }));
  try {
    expect(await call(new FrameioClient({ token: 'the-token', baseUrl: server.url }))).toMatchObject({
      data: [{ id: 'x' }],
    });
    return server.seen.map(({ method, url, body, headers }) => ({
      method,
      url,
      body: body === '' ? undefined : JSON.parse(body),
      version: headers['api-version'],
    }));
  } finally {
    await server.close();
  }
}
