import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { IVpc, SecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnFunction,
  type IFunction,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  type Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ResolvedSources } from '../app-sources.ts';
import { functionCode } from '../bundling/function-code.ts';
import { type FunctionSource, SOURCE_METADATA_KEY } from '../function-source.ts';
import { isLocalStack } from '../local-context.ts';
import { acceptTraces, allowNetworkInterfaces } from './unscoped-rights.ts';

/** Settings of a function that a deployment may change. */
export interface FunctionSettings {
  /**
   * Memory size. Lambda allocates processor time in proportion to it.
   * @default 512 MiB
   */
  readonly memory?: Size;
  /**
   * Processor architecture. Bundles contain no native code, so both work.
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;
  /**
   * Lowest level of the log lines to write.
   * @default ApplicationLogLevel.INFO
   */
  readonly logLevel?: ApplicationLogLevel;
  /**
   * Retention period of the logs.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether AWS X-Ray records traces. It costs about as much as the functions. The trace of a delivery continues in the worker.
   * @default Tracing.DISABLED
   */
  readonly tracing?: Tracing;
  /**
   * Number of executions that Lambda reserves for the function. It is also the maximum.
   * @default none: the function shares the concurrency of the account
   */
  readonly reservedConcurrency?: number;
  /**
   * VPC of the function. It needs a way to Frame.io and to AWS, such as a NAT gateway.
   * @default none: the function runs outside a VPC
   */
  readonly vpc?: IVpc;
  /**
   * Subnets in the VPC.
   * @default the private subnets
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups of the function in the VPC.
   * @default a new one that allows all outbound traffic
   */
  readonly securityGroups?: readonly SecurityGroup[];
}

/** Settings of a `NodeFunction`. */
export interface NodeFunctionProps extends FunctionSettings {
  readonly sources: ResolvedSources;
  /** Path of the entry point, from the root of the project. It exports `handler`. */
  readonly entry: string;
  /**
   * Names of the props that determine the entry point, for an error.
   * @default none: the entry point is a file of this package
   */
  readonly entryProps?: string;
  /**
   * Content of the entry point, for an error.
   * @default the error shows none
   */
  readonly entryContent?: string;
  readonly description: string;
  /**
   * Number of environments that Lambda keeps ready for `invoked`.
   * @default none
   */
  readonly provisionedConcurrency?: number | undefined;
  /** Maximum duration of one invocation. */
  readonly timeout: Duration;
  /**
   * Size of the folder `/tmp`.
   * @default 512 MiB
   */
  readonly ephemeralStorageSize?: Size;
  /**
   * Layers, with programs for example.
   * @default none
   */
  readonly layers?: readonly ILayerVersion[];
}

/** A Lambda function with this project's runtime, bundling and log retention, and a role that may only write its log. */
export class NodeFunction extends LambdaFunction {
  /** What callers invoke: an alias with provisioned concurrency, otherwise the function itself. */
  readonly invoked: IFunction;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    const { projectRoot, onlyWebhooks, withoutReconciliation } = props.sources;
    const entry = resolve(projectRoot, props.entry);
    if (!statSync(entry, { throwIfNoEntry: false })?.isFile()) {
      const fix = props.entryProps
        ? `Create it, or set ${props.entryProps}.`
        : 'Install the package frameio-lambda again.';
      const content = props.entryContent === undefined ? '' : ` It contains:\n\n${props.entryContent}\n`;
      throw new Error(
        `The entry point of ${scope.node.path} must be a file, but no file exists at ${entry}. ${fix}${content}`,
      );
    }
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The role that the CDK creates may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (props.vpc) allowNetworkInterfaces(role);
    if (props.tracing) acceptTraces(role);
    super(scope, id, {
      role,
      logGroup,
      code: functionCode({
        projectRoot,
        entry,
        onlyWebhooks,
        withoutReconciliation,
        forSandbox: isLocalStack(scope.node),
      }),
      handler: 'index.handler',
      description: props.description,
      timeout: props.timeout,
      memorySize: (props.memory ?? Size.mebibytes(512)).toMebibytes(),
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      ...(props.tracing && { tracing: props.tracing }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(props.vpc && { vpc: props.vpc }),
      ...(props.vpcSubnets && { vpcSubnets: props.vpcSubnets }),
      ...(props.securityGroups && { securityGroups: [...props.securityGroups] }),
      ...(props.ephemeralStorageSize && { ephemeralStorageSize: props.ephemeralStorageSize }),
      ...(props.layers && { layers: [...props.layers] }),
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: props.logLevel ?? ApplicationLogLevel.INFO,
    });
    this.invoked = props.provisionedConcurrency === undefined ? this : this.#createAlias(props.provisionedConcurrency);
    const resource = this.node.defaultChild;
    if (!isLocalStack(this.node) || !(resource instanceof CfnFunction)) return;
    const source: FunctionSource = { projectRoot, entry };
    resource.addMetadata(SOURCE_METADATA_KEY, source);
  }

  /** Returns the alias as an import, because the compiler option `exactOptionalPropertyTypes` refuses `Alias` as an `IFunction`. */
  #createAlias(provisionedConcurrentExecutions: number): IFunction {
    const { functionArn } = this.addAlias('live', { provisionedConcurrentExecutions });
    return LambdaFunction.fromFunctionAttributes(this, 'Live', { functionArn, sameEnvironment: true });
  }
}
