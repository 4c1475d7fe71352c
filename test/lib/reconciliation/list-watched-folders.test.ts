import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../lib/client/errors/status-errors.ts';
import { listWatchedFolders } from '../../../lib/reconciliation/list-watched-folders.ts';
import type { ApiFault } from '../../../sandbox/frameio/api/api-fault.ts';
import { type RunningApi, startApi } from '../../sandbox/frameio/running-api.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const MISSING = '00000000-0000-4000-8000-000000000000';
let fault: ApiFault | undefined;
let logger: MemoryLogger;
let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ fault: () => fault });
});
afterAll(() => api.close());
beforeEach(() => {
  fault = undefined;
  logger = new MemoryLogger();
});

const list = (watched: { projectIds?: readonly string[]; workspaceIds?: readonly string[] }) => {
  const settings = { accountId: api.state.account.id, lookBackMs: 1, projectIds: [], workspaceIds: [], ...watched };
  return listWatchedFolders(api.client, settings, logger);
};

it('a project that is watched twice is listed once', async () => {
  const { project, workspace } = api.state;
  expect(await list({ projectIds: [project.id], workspaceIds: [workspace.id] })).toEqual([
    { id: project.root_folder_id, projectId: project.id, workspaceId: workspace.id },
  ]);
  expect(logger.lines).toEqual([]);
});

it.each([
  { what: 'project', watched: { projectIds: [MISSING] }, attributes: { project_id: MISSING } },
  { what: 'workspace', watched: { workspaceIds: [MISSING] }, attributes: { workspace_id: MISSING } },
])('a $what that the token cannot see is logged', async ({ what, watched, attributes }) => {
  expect(await list(watched)).toEqual([]);
  expect(logger.lines).toEqual([
    {
      level: 'warn',
      message: `${what} not reconciled`,
      attributes: { ...attributes, error: expect.any(NotFoundError) },
    },
  ]);
});

it.each([{ projectIds: [MISSING] }, { workspaceIds: [MISSING] }])(
  'another failure of Frame.io is thrown: %j',
  async (watched) => {
    fault = 400;
    await expect(list(watched)).rejects.toMatchObject({ code: 'bad_request' });
  },
);
