import { randomBytes } from 'node:crypto';
import type { Project, User } from './resources.ts';

/** The account's resources that exist before any file: users, a workspace and a project. */
export interface InitialResources {
  readonly token: string;
  readonly account: { readonly id: string };
  readonly workspace: { readonly id: string };
  readonly user: User;
  readonly uploader: User;
  readonly project: Omit<Project, 'storage'>;
  readonly storageKey: string;
}

/**
 * Creates an account with one workspace and one project.
 *
 * @param randomId - A UUID in lower case.
 * @param time - Creation time of the project, in Frame.io's format.
 */
export function createInitialResources(randomId: () => string, time: string, token = randomToken()): InitialResources {
  const workspace = { id: randomId() };
  return {
    token,
    account: { id: randomId() },
    workspace,
    user: newUser(randomId(), 'Sandbox Integration', 'integration@sandbox.invalid'),
    uploader: newUser(randomId(), 'Sandbox Uploader', 'uploader@sandbox.invalid'),
    project: newProject(randomId(), { randomId, time, workspaceId: workspace.id }),
    storageKey: randomBytes(32).toString('hex'),
  };
}

function newUser(id: string, name: string, email: string): User {
  return { id, name, email, avatar_url: null, active: true };
}

interface ProjectContext {
  readonly randomId: () => string;
  readonly time: string;
  readonly workspaceId: string;
}

function newProject(id: string, { randomId, time, workspaceId }: ProjectContext): Omit<Project, 'storage'> {
  return {
    id,
    name: 'Sandbox',
    status: 'active',
    restricted: false,
    root_folder_id: randomId(),
    workspace_id: workspaceId,
    view_url: `https://next.frame.io/project/${id}`,
    created_at: time,
    updated_at: time,
    description: null,
  };
}

function randomToken(): string {
  return `fio-sandbox-${randomBytes(16).toString('hex')}`;
}
