import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { ApplicationLogLevel, Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ALIASES } from '../bundling/aliases.ts';

/** What a deployment may set of each of its functions. */
export interface FunctionSettings {
  /**
   * Memory, which is also the share of a processor.
   * @default 512 MiB
   */
  readonly memory?: Size;
  /**
   * Kind of processor. Bundles hold no native code: any will do.
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;
  /**
   * Least level of the log lines that are written.
   * @default ApplicationLogLevel.INFO
   */
  readonly logLevel?: ApplicationLogLevel;
  /**
   * How long log lines are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** What a function of this project is made of. */
export interface NodeFunctionProps extends FunctionSettings {
  /** Path of the entry point from the root of the project; it exports `handler`. */
  readonly entry: string;
  readonly description: string;
  /** How long one invocation may take. */
  readonly timeout: Duration;
  /**
   * Environment variables, by name; who binds the function to something adds to them.
   * @default none but the service's name in the log
   */
  readonly environment?: Readonly<Record<string, string>>;
}

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A Lambda function of this project: the one place for the runtime, how it is bundled and how long its log is kept. */
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
        // Read when an error is logged. `--enable-source-maps` would read it at each cold start, which takes 10 ms.
        sourceMap: true,
        sourceMapMode: SourceMapMode.DEFAULT,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
        externalModules: [],
        esbuildArgs: Object.fromEntries(Object.entries(ALIASES).map(([name, path]) => [`--alias:${name}`, path])),
      },
    });
  }
}
