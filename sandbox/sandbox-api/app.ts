import type { CodeChange } from '../reload/code-change.ts';

/** The last change of the user's code. */
export type CodeState = CodeChange & { readonly time: string };

/** Answer of `GET /sandbox/app`: what the app handles, and what the sandbox can send to it. */
export interface SandboxApp {
  /** Every event of Frame.io. */
  readonly events: readonly string[];
  /** The events that the app has handlers for. */
  readonly handledEvents: readonly string[];
  readonly actions: readonly SandboxAction[];
  /** The ways to forge a request, and what is wrong with it. */
  readonly forgeries: readonly { readonly name: string; readonly summary: string }[];
  /** Where a delivery can go, the webhook of the app first. A delivery can also go to any other port of this machine. */
  readonly targets: readonly SandboxTarget[];
  /** The last change of its code in this run, if there was one. */
  readonly code: CodeState | null;
}

/** A URL that Frame.io sends deliveries to. */
export interface SandboxTarget {
  readonly url: string;
  /** What it belongs to, such as "webhook of the app". */
  readonly name: string;
}

/** A custom action of the app. */
export interface SandboxAction {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Kinds of resources that it runs on. */
  readonly resourceTypes: readonly string[];
}
