import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { type AppSources, resolveSources } from '../app-sources.ts';
import { packageEntry } from '../package-entry.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';

/** Settings of a `PackageFunction`. */
export interface PackageFunctionProps extends FunctionSettings {
  /** Entry point in the package: see `packageEntry`. */
  readonly entry: string;
  readonly description: string;
  /** Maximum duration of one invocation. */
  readonly timeout: Duration;
  /** Value of `service` in log lines and metrics. */
  readonly service: string;
  /**
   * Where the project is, whose `esbuild` bundles the function.
   * @default the current folder
   */
  readonly sources?: AppSources | undefined;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string | undefined;
}

/** A function that calls Frame.io and runs code of this package only, not of the app. */
export class PackageFunction extends NodeFunction {
  constructor(scope: Construct, id: string, props: PackageFunctionProps) {
    const { entry, service, sources, frameioBaseUrl, ...settings } = props;
    super(scope, id, { ...settings, sources: resolveSources(sources), entry: packageEntry(entry) });
    this.addEnvironment(ENV.serviceName, service);
    if (frameioBaseUrl !== undefined) this.addEnvironment(ENV.frameioBaseUrl, frameioBaseUrl);
  }
}
