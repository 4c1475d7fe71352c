import type { SynthesizedStack } from '../cdk/read-synthesized.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import type { LocalValues } from './deployment/declared-values.ts';
import type { SandboxFault } from './faults.ts';
import type { WebhookSenderOptions } from './frameio/webhooks/webhook-sender.ts';
import type { SandboxEvent } from './sandbox-event.ts';

/** Options of a sandbox. */
export interface SandboxOptions {
  readonly stack: SynthesizedStack;
  /** Preferred port of Frame.io. The endpoint prefers the next one. With 0, the system picks both. */
  readonly port: number;
  readonly onEvent: (event: SandboxEvent) => void;
  /** A service that responds to every call with an error. */
  readonly fault?: SandboxFault;
  /**
   * Folder that stores files, comments, version stacks, custom actions with their secrets, messages, idempotency records,
   * stored values and the clock.
   * @default none: they are in memory only
   */
  readonly stateFolder?: string;
  /**
   * Values of the variables and secrets that the app declares, by name.
   * @default none
   */
  readonly values?: LocalValues;
  /**
   * Whether to load the functions again after a change of the user's files.
   * @default false
   */
  readonly watch?: boolean;
  /**
   * Called when changed code of the app declares something for which the stack must be built again, such as a job.
   * @default the sandbox only reports it
   */
  readonly onManifestChange?: (manifest: AppManifest) => void;
  /**
   * Whether a debugger can attach to the functions. While it pauses one of them, the sandbox's clock stands still.
   * @default false
   */
  readonly inspect?: boolean;
  /**
   * Whether Frame.io starts with the content of a small film studio, in other projects than the one for uploads.
   * @default false
   */
  readonly studio?: boolean;
  /** Changes to Frame.io's way to deliver webhooks. */
  readonly delivery?: Pick<WebhookSenderOptions, 'maxAttempts' | 'delayMs'>;
}
