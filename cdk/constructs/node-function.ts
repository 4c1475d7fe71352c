import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { ApplicationLogLevel, Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ALIASES } from '../bundling/aliases.ts';

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
}

/** Settings of a `NodeFunction`. */
export interface NodeFunctionProps extends FunctionSettings {
  /** Path of the entry point, from the root of the project. It exports `handler`. */
  readonly entry: string;
  readonly description: string;
  /** Maximum duration of one invocation. */
  readonly timeout: Duration;
  /**
   * Environment variables, by name. `bind...` methods add more.
   * @default only the service name for log and metrics
   */
  readonly environment?: Readonly<Record<string, string>>;
}

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A Lambda function with this project's runtime, bundling and log retention. */
export class NodeFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id, {
      entry: projectPath(props.entry),
      projectRoot: projectPath('.'),
      depsLockFilePath: projectPath('package-lock.json'),
      description: props.description,
      timeout: props.timeout,
      memorySize: (props.memory ?? Size.mebibytes(512)).toMebibytes(),
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      environment: { POWERTOOLS_SERVICE_NAME: 'frameio-lambda', ...props.environment },
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: props.logLevel ?? ApplicationLogLevel.INFO,
      logGroup: new LogGroup(scope, `${id}Log`, {
        retention: props.logRetention ?? RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        // The logger reads the source map when it logs an error. `--enable-source-maps` would read it at each cold start (10 ms).
        sourceMap: true,
        sourceMapMode: SourceMapMode.DEFAULT,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
        externalModules: [],
        esbuildArgs: {
          '--conditions': '@frameio-lambda/source,module',
          ...Object.fromEntries(Object.entries(ALIASES).map(([name, path]) => [`--alias:${name}`, path])),
        },
      },
    });
  }
}
