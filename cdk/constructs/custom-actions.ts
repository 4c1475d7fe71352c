import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { type AppSources, resolveSources } from '../app-sources.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';
import { bindSecretReader, createEmptySecret, importSecret, type StoredSecret } from './stored-secret.ts';
import { ACTIONS_TIMEOUT, type WebhookEndpoint } from './webhook-endpoint.ts';

/** Settings for custom actions that a deployment may change. In `inline` mode, the endpoint's own settings apply to its function. */
export interface ActionsSettings extends FunctionSettings {
  /**
   * Path of the entry point in `queued` mode, relative to `projectRoot`.
   * @default `actions.ts` in the functions directory
   */
  readonly entry?: string;
  /**
   * Maximum sustained requests per second. API Gateway answers 429 to the rest, and the person sees an error in Frame.io.
   * @default that of `endpoint` in `inline` mode, 200 in `queued` mode
   */
  readonly throttleRate?: number;
  /**
   * Maximum number of requests in a burst.
   * @default that of `endpoint` in `inline` mode, 400 in `queued` mode
   */
  readonly throttleBurst?: number;
  /**
   * Number of environments that Lambda keeps ready for the function of `queued` mode. They cost money all the time.
   * @default none
   */
  readonly provisionedConcurrency?: number;
}

/** Settings of `CustomActions`. */
export interface CustomActionsProps extends ActionsSettings {
  /** The endpoint that gets the route of the actions. Its prop `hasActions` is `true`. */
  readonly endpoint: WebhookEndpoint;
  /**
   * Where the app is.
   * @default the folder `functions` in the current folder
   */
  readonly sources?: AppSources;
  /**
   * Secret with the signing secrets: a JSON object of action keys and secrets.
   * @default that of `signingSecretsSecretId`, otherwise a new one without a value
   */
  readonly signingSecrets?: StoredSecret | undefined;
  /**
   * Name or ARN of that secret, if the app names its own.
   * @default none
   */
  readonly signingSecretsSecretId?: string | undefined;
  /**
   * What happens to a new secret, and its values, when it is removed from the stack.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
  /**
   * Key that encrypts a new secret.
   * @default a key of Secrets Manager
   */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * The route, the signing secrets and the function of custom actions. Requests are answered directly, because a person waits;
 * handlers may enqueue jobs.
 */
export class CustomActions extends Construct {
  /** The endpoint if it runs handlers, otherwise a function of its own. */
  readonly function: LambdaFunction;
  /** URL of every action. */
  readonly url: string;
  readonly signingSecrets: StoredSecret;

  constructor(scope: Construct, id: string, props: CustomActionsProps) {
    super(scope, id);
    const {
      endpoint,
      signingSecrets,
      signingSecretsSecretId,
      removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      encryptionKey,
      throttleRate: rate,
      throttleBurst: burst,
      ...settings
    } = props;
    const own = endpoint.servesActions ? undefined : this.#createFunction(settings);
    own?.addEnvironment(ENV.serviceName, endpoint.service);
    this.function = own ?? endpoint.function;
    this.url = endpoint.addActionsRoute(own?.invoked ?? endpoint.invokedFunction, {
      ...(rate !== undefined && { rate }),
      ...(burst !== undefined && { burst }),
    });
    this.signingSecrets =
      this.#findSecret(signingSecretsSecretId, signingSecrets) ??
      createEmptySecret(this, 'SigningSecrets', {
        description: 'Signing secrets of the Frame.io custom actions',
        removalPolicy,
        encryptionKey,
      });
    bindSecretReader(this.function, ENV.actionSigningSecretsSecretId, this.signingSecrets);
  }

  #findSecret(appSecretId: string | undefined, givenSecret: StoredSecret | undefined): StoredSecret | undefined {
    if (appSecretId === undefined) return givenSecret;
    if (givenSecret) {
      throw new Error(
        `The app itself names the secret ${appSecretId} with the signing secrets of its actions, so it ignores the prop "actionSigningSecrets". Remove the prop, or the option in app.ts.`,
      );
    }
    return importSecret(this, 'SigningSecrets', appSecretId);
  }

  #createFunction(given: Pick<CustomActionsProps, 'sources' | 'entry' | 'provisionedConcurrency'> & FunctionSettings) {
    const sources = resolveSources(given.sources);
    const { entry = join(sources.functionsDirectory, 'actions.ts'), ...settings } = given;
    return new NodeFunction(this, 'Function', {
      ...settings,
      description: 'Verifies Frame.io custom actions and answers them',
      sources,
      entry,
      entryProps: 'actions.entry, functionsDirectory or projectRoot',
      entryContent: ENTRY_CONTENT,
      timeout: ACTIONS_TIMEOUT,
    });
  }
}

const ENTRY_CONTENT = `import { actionsHandler } from 'frameio-lambda';
import { app } from './app.ts';

export const handler = await actionsHandler(app);`;
