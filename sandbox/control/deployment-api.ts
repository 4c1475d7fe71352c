import { ENV } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import type { SandboxDeployment } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';

/** What the call about the deployment needs. */
export interface DeploymentApiOptions {
  /** Returns the manifest of the code that runs now. */
  readonly manifest: () => AppManifest;
  readonly deployment: LocalDeployment;
  /** Construct path of the webhook. */
  readonly webhook: string;
}

const FRAMEWORK_VARIABLES: ReadonlySet<string> = new Set(Object.values(ENV));

/** The call that shows the functions and their resources, as CloudFormation does for a stack on AWS. */
export function deploymentApi({ manifest, deployment, webhook }: DeploymentApiOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/deployment',
      handle: () => {
        const { webhookUrl, actionsUrl, functions } = deployment;
        const body: SandboxDeployment = {
          webhook,
          manifest: manifest(),
          webhookUrl,
          actionsUrl,
          functions: functions.map(({ deployed: { role, job, logicalId }, variables }) => ({
            role,
            ...(job !== undefined && { job }),
            name: logicalId,
            environment: Object.fromEntries(
              // The values of other variables are the user's.
              Object.entries(variables).filter(([name]) => FRAMEWORK_VARIABLES.has(name)),
            ),
          })),
        };
        return { status: 200, body };
      },
    },
  ];
}
