import type { FunctionRole } from '../../cdk/function-metadata.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';

/** Answer of `GET /sandbox/deployment`: the functions of the app, and the resources that they use. */
export interface SandboxDeployment {
  /** Path of the `FrameioWebhook` in the construct tree. */
  readonly webhook: string;
  readonly manifest: AppManifest;
  readonly webhookUrl: string;
  readonly actionsUrl: string;
  readonly functions: readonly {
    readonly role: FunctionRole;
    /** Name of the job that a `job-worker` runs. */
    readonly job?: string;
    readonly name: string;
    /** The framework's variables, without those of the app. */
    readonly environment: Readonly<Record<string, string>>;
  }[];
}
