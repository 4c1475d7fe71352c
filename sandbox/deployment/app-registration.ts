import { dirname, relative } from 'node:path';
import { readManifestAsync } from '../../cdk/manifest/read-manifest.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { signingSecretName } from '../../lib/registration/signing-secret-store.ts';
import { registerActions } from '../frameio/actions/register-actions.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { StoredWebhook } from '../frameio/state/stored-resources.ts';
import { registerWebhooks } from '../frameio/webhooks/register-webhooks.ts';
import type { LocalDeployment } from './local-deployment.ts';

/** A change of an app that Frame.io now knows. */
export interface AppChange {
  readonly manifest: AppManifest;
  /** What only a restart of the sandbox changes, such as `jobs`. */
  readonly needsRestart: readonly string[];
}

/** What a registration needs. */
export interface AppRegistrationOptions {
  readonly functions: readonly SynthesizedFunction[];
  readonly manifest: AppManifest;
  readonly state: FrameioState;
  readonly deployment: LocalDeployment;
  readonly signingSecret: string;
  readonly onChange: (change: AppChange) => void;
  /** Receives the error if the manifest of changed code cannot be read. */
  readonly onError: (message: string) => void;
}

/** Keeps the webhooks and the custom actions that Frame.io knows in step with the code of the app. */
export class AppRegistration {
  readonly #options: AppRegistrationOptions;
  /** What the functions and their resources are made for. */
  readonly #deployed: AppManifest;
  #manifest: AppManifest;
  /** The last call of `refresh`. Calls run one after the other. */
  #refreshed: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: AppRegistrationOptions) {
    this.#options = options;
    this.#deployed = options.manifest;
    this.#manifest = options.manifest;
  }

  /** Registers the webhooks and the custom actions, as a deployment does. */
  register(): void {
    const { state, deployment, signingSecret } = this.#options;
    const { handlers, actions } = this.#manifest;
    registerWebhooks(state, { handlers, url: deployment.webhookUrl, secret: signingSecret });
    registerActions(state, actions, deployment.actionsUrl);
    this.storeSecrets();
  }

  /** Stores the signing secrets under the names that `connect` gives them, so that it finds the app connected. */
  storeSecrets(): void {
    const { state, deployment } = this.#options;
    deployment.addSigningSecrets(namedSecrets(state.account.id, state.stores.webhooks.all()));
    deployment.addActionSecrets(namedSecrets(state.account.id, state.actions.list()));
  }

  /** Reads the manifest of changed code, and registers what has changed. */
  async refresh(): Promise<void> {
    this.#refreshed = this.#refreshed.then(() => this.#refresh());
    await this.#refreshed;
  }

  /** Resolves when nothing is read any more. Later calls do nothing. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#refreshed;
  }

  async #refresh(): Promise<void> {
    const source = this.#options.functions.find((deployed) => deployed.source)?.source;
    if (!source || this.#isStopped) return;
    const { projectRoot, entry } = source;
    try {
      const manifest = await readManifestAsync({
        projectRoot,
        functionsDirectory: relative(projectRoot, dirname(entry)),
      });
      if (this.#isStopped || JSON.stringify(manifest) === JSON.stringify(this.#manifest)) return;
      this.#manifest = manifest;
      this.register();
      this.#options.onChange({ manifest, needsRestart: changedResources(this.#deployed, manifest) });
    } catch (error) {
      this.#options.onError(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Returns the signing secrets of what the sandbox registered, by name. */
function namedSecrets(
  accountId: string,
  stored: readonly Pick<StoredWebhook, 'id' | 'secret' | 'isRegistered'>[],
): Readonly<Record<string, string>> {
  const registered = stored.filter(({ isRegistered }) => isRegistered);
  return Object.fromEntries(registered.map(({ id, secret }) => [signingSecretName(accountId, id), secret]));
}

/** Returns what of a manifest decides about functions, variables and tables, and has changed. */
function changedResources(deployed: AppManifest, current: AppManifest): readonly string[] {
  const partsOf = ({ actions, jobs, env, secrets, store }: AppManifest): Readonly<Record<string, unknown>> => ({
    actions: actions.length > 0,
    jobs,
    variables: env,
    secrets,
    store,
  });
  const before = partsOf(deployed);
  return Object.entries(partsOf(current)).flatMap(([name, part]) =>
    JSON.stringify(part) === JSON.stringify(before[name]) ? [] : [name],
  );
}
