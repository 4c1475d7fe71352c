import { CustomResource, Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import type { RegistrationProperties } from '../../lib/core/registration-properties.ts';
import type { AppSources } from '../app-sources.ts';
import type { FunctionSettings } from './node-function.ts';
import { PackageFunction } from './package-function.ts';
import { bindSecretReader, bindSecretWriter, type StoredSecret, secretIdOf } from './stored-secret.ts';

/** Where a deployment registers an app with Frame.io. */
export interface RegistrationSettings {
  /** Id of the Frame.io account. `GET /v4/accounts` lists yours. */
  readonly accountId: string;
  /** Ids of the workspaces. Each gets one webhook, and each custom action of the app. */
  readonly workspaceIds: readonly string[];
  /**
   * Name of the webhooks in Frame.io, so that people see where they come from. Give each registration that shares a signing
   * secret with another one a name of its own.
   * @default name of the stack
   */
  readonly name?: string;
}

/** Settings of a `WebhookRegistration`. */
export interface WebhookRegistrationProps extends RegistrationSettings {
  /** What the app needs in Frame.io, from its manifest, so that code and subscription stay the same. */
  readonly manifest: Pick<AppManifest, 'version' | 'handlers' | 'actions'>;
  readonly webhookUrl: string;
  /** Secret that receives the signing secrets of the webhooks. */
  readonly signingSecrets: StoredSecret;
  /** Secret with the credentials for the Frame.io API. Their user may create webhooks and custom actions. */
  readonly apiCredentials: StoredSecret;
  /** Value of `service` in log lines. */
  readonly service: string;
  /**
   * URL of the custom actions.
   * @default none: the app has no actions
   */
  readonly actionsUrl?: string | undefined;
  /**
   * Secret that receives the signing secrets of the custom actions.
   * @default none: the app has no actions
   */
  readonly actionSigningSecrets?: StoredSecret | undefined;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Where the project is, whose `esbuild` bundles the function.
   * @default the current folder
   */
  readonly sources?: AppSources;
  /**
   * Settings of the function, except its reserved concurrency: it runs once for each deployment.
   * @default the defaults of `FunctionSettings`
   */
  readonly functions?: FunctionSettings;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Registers the webhooks and custom actions of an app with Frame.io whenever the stack is created or updated, and deletes them
 * with the stack. Without usable credentials the deployment succeeds, and `frameio-lambda connect` registers the app later.
 */
export class WebhookRegistration extends Construct {
  /** The function that calls Frame.io. */
  readonly function: LambdaFunction;
  /** What the last registration did, and what a person should know. */
  readonly status: string;
  readonly #props: WebhookRegistrationProps;

  /** @throws Error if another registration of the CDK app would change the same webhook or custom action. */
  constructor(scope: Construct, id: string, props: WebhookRegistrationProps) {
    super(scope, id);
    this.#props = props;
    checkWorkspaceIds(props.workspaceIds);
    this.#checkOthers();
    this.function = this.#createFunction(props);
    bindSecretReader(this.function, ENV.apiCredentialsSecretId, props.apiCredentials);
    bindSecretWriter(this.function, ENV.signingSecretsSecretId, props.signingSecrets);
    if (props.actionSigningSecrets) {
      bindSecretWriter(this.function, ENV.actionSigningSecretsSecretId, props.actionSigningSecrets);
    }
    const { accountId, workspaceIds, webhookUrl, actionsUrl, manifest } = props;
    const { version, handlers, actions } = manifest;
    const properties: RegistrationProperties = {
      accountId,
      workspaceIds,
      name: this.#name,
      webhookUrl,
      ...(actionsUrl !== undefined && { actionsUrl }),
      manifest: JSON.stringify({ version, handlers, actions, env: {}, secrets: {} }),
    };
    const resource = new CustomResource(this, 'Registration', {
      serviceToken: this.#createProvider(props).serviceToken,
      resourceType: 'Custom::FrameioRegistration',
      properties: { ...properties },
    });
    this.status = resource.getAttString('Status');
  }

  #createFunction({ functions = {}, frameioBaseUrl, service, sources }: WebhookRegistrationProps): LambdaFunction {
    const { reservedConcurrency: _, ...settings } = functions;
    return new PackageFunction(this, 'Function', {
      ...settings,
      entry: 'lib/registration/registration-handler',
      description: 'Registers the app with Frame.io',
      timeout: Duration.minutes(10),
      service,
      sources,
      frameioBaseUrl,
    });
  }

  get #name(): string {
    return this.#props.name ?? Stack.of(this).stackName;
  }

  /** Refuses a registration that takes the webhooks or the actions of another one for its own. */
  #checkOthers(): void {
    const { accountId, workspaceIds, signingSecrets, actionSigningSecrets, manifest } = this.#props;
    for (const other of this.node.root.node.findAll()) {
      if (!(other instanceof WebhookRegistration) || other === this || !isInSameRegion(this, other)) continue;
      const { accountId: otherAccountId, workspaceIds: otherWorkspaceIds, ...rest } = other.#props;
      if (accountId !== otherAccountId || !workspaceIds.some((each) => otherWorkspaceIds.includes(each))) continue;
      if (this.#name === other.#name && isSameSecret(signingSecrets, rest.signingSecrets)) {
        throw new Error(
          `The webhooks of ${this.node.path} and ${other.node.path} have the same name ${JSON.stringify(this.#name)}, workspace and secret of signing secrets, so each deployment would take the webhook of the other one. Give each a different registration.name.`,
        );
      }
      const shared = manifest.actions.find(({ key }) => rest.manifest.actions.some((action) => action.key === key));
      if (shared && isSameSecret(actionSigningSecrets, rest.actionSigningSecrets)) {
        throw new Error(
          `The custom action ${JSON.stringify(shared.key)} of ${this.node.path} and of ${other.node.path} has the same workspace and secret of signing secrets, so each deployment would take the action of the other one. Give each a different prop actionSigningSecrets, or a different key.`,
        );
      }
    }
  }

  /** Creates the function that answers CloudFormation. Its role may write its own log, and invoke the other function. */
  #createProvider({ functions: { logRetention = RetentionDays.ONE_MONTH } = {} }: WebhookRegistrationProps): Provider {
    const logGroup = new LogGroup(this, 'ProviderLog', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'ProviderRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: this.function,
      logGroup,
      frameworkOnEventRole: role,
    });
    const { defaultChild } = this.function.node;
    if (defaultChild instanceof CfnFunction) {
      Validations.of(role.node.findChild('DefaultPolicy')).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(defaultChild)}.Arn>:*]`,
        reason: 'The wildcard stands for the versions of one function. The CDK grants the right to invoke all of them.',
      });
    }
    return provider;
  }
}

function isInSameRegion(one: Construct, other: Construct): boolean {
  const [first, second] = [Stack.of(one), Stack.of(other)];
  return first.account === second.account && first.region === second.region;
}

function isSameSecret(one: StoredSecret | undefined, other: StoredSecret | undefined): boolean {
  return one !== undefined && other !== undefined && secretIdOf(one) === secretIdOf(other);
}

function checkWorkspaceIds(ids: readonly string[]): void {
  const malformed = ids.find((id) => !Token.isUnresolved(id) && !UUID.test(id));
  if (ids.length > 0 && malformed === undefined) return;
  throw new Error(
    `registration.workspaceIds must be the ids of one or more workspaces, such as 382a1fe6-67cf-481e-9b65-79cfd9e9727f, but ${
      malformed === undefined ? 'is empty' : `contains ${JSON.stringify(malformed)}`
    }. \`GET /v4/accounts/<account id>/workspaces\` lists yours.`,
  );
}
