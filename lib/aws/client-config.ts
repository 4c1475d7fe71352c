import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';

/** The variable with the address of each service, under the name the AWS SDKs read it by. */
const URL_VARIABLES = {
  secretsmanager: ENV.secretsManagerUrl,
  sqs: ENV.sqsUrl,
  dynamodb: ENV.dynamodbUrl,
} as const;

/** A service by the name it has in its addresses and in signatures. */
export type AwsServiceName = keyof typeof URL_VARIABLES;

/** Where a client finds its service, and who it is. */
export interface ClientLocation {
  /** @default `AWS_REGION` or `AWS_DEFAULT_REGION`, then the SDK's own search: the profile of a developer */
  readonly region?: string | undefined;
  /** @default `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL`, then `fallbackEndpoint` */
  readonly endpoint?: string | undefined;
  /**
   * Address of the service when neither `endpoint` nor the environment names one. FIPS and dual-stack addresses
   * (`AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`) go before it.
   * @default the region's own
   */
  readonly fallbackEndpoint?: string | undefined;
  /** @default the SDK's default chain; in a bundle, which has no chain, those in the environment at each call */
  readonly credentials?: AwsCredentialIdentity | undefined;
}

/**
 * Returns every option of an AWS SDK client that has a default. If one is left out, the SDK looks for it in the
 * configuration files of a developer's machine, which costs a cold start some 10 ms.
 *
 * @throws ConfigError for an endpoint that is not an http or https URL.
 */
export function clientConfig(service: AwsServiceName, location: ClientLocation, requestHandler: HttpHandler) {
  // The SDK prints nine lines about the end of Node 20 unless this is set; Lambda runs Node 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { region = regionOfEnvironment(), credentials } = location;
  const endpoint = endpointOf(service, location);
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    requestHandler,
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: isOn('AWS_USE_FIPS_ENDPOINT'),
    useDualstackEndpoint: isOn('AWS_USE_DUALSTACK_ENDPOINT'),
    defaultsMode: 'standard',
    maxAttempts: 3, // each call has its own number, see `CallRetryStrategy`
    retryMode: 'standard',
    authSchemePreference: async () => ['sigv4'],
    disableClockSkewCorrection: false,
    userAgentAppId: 'frameio-lambda',
    // SQS: `fallbackEndpoint` takes the place of the queue URL, without the SDK's warning on the console.
    useQueueUrlAsEndpoint: false,
    // DynamoDB: the table is at the region's address.
    accountIdEndpointMode: 'disabled',
    endpointDiscoveryEnabledProvider: async () => false,
  } as const;
}

/** The options that `clientConfig` gives. */
export type ClientConfig = ReturnType<typeof clientConfig>;

function regionOfEnvironment(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}

/** The address of a service, under the names the AWS SDKs read (AWS SDKs and Tools guide, "Service-specific endpoints"). */
function endpointOf(service: AwsServiceName, { endpoint, fallbackEndpoint }: ClientLocation): string | undefined {
  const variable = URL_VARIABLES[service];
  const hasOwnAddress = isOn('AWS_USE_FIPS_ENDPOINT') || isOn('AWS_USE_DUALSTACK_ENDPOINT');
  const fallback = hasOwnAddress ? undefined : fallbackEndpoint;
  const address = endpoint || process.env[variable] || process.env.AWS_ENDPOINT_URL || fallback;
  if (!address) return undefined;
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new ConfigError(
      `The address of AWS ${service} is not an http or https URL: set ${variable} to one, or to nothing.`,
    );
  }
  return address;
}

function isOn(variable: string): boolean {
  return process.env[variable]?.toLowerCase() === 'true';
}
