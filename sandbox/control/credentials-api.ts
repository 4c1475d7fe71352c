import { imsClient } from '../frameio/ims/ims-tokens.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { SandboxCredentials } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';

/** The call that shows how scripts log in to Frame.io. */
export function credentialsApi({ state }: { readonly state: FrameioState }): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/credentials',
      handle: ({ headers: { host } }) => {
        const url = `http://${String(host)}`;
        const { id: clientId, secret: clientSecret } = imsClient(state);
        const { account, workspace, project, token } = state;
        const body: SandboxCredentials = {
          baseUrl: url,
          imsUrl: url,
          token,
          clientId,
          clientSecret,
          accountId: account.id,
          workspaceId: workspace.id,
          projectId: project.id,
          folderId: project.root_folder_id,
        };
        return { status: 200, body };
      },
    },
  ];
}
