import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';

/** Environment variable with the endpoint of each service. The AWS SDKs read these names. */
const URL_VARIABLES = {
  secretsmanager: ENV.secretsManagerUrl,
  sqs: ENV.sqsUrl,
  dynamodb: ENV.dynamodbUrl,
} as const;

/** A service's name in its endpoints and in signatures. */
export type AwsServiceName = keyof typeof URL_VARIABLES;

/** Region, endpoint and credentials of a client. */
export interface ClientLocation {
  /** @default `AWS_REGION` or `AWS_DEFAULT_REGION`, then the SDK's own search, such as the profile of a developer */
  readonly region?: string | undefined;
  /** @default `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL`, then `fallbackEndpoint` */
  readonly endpoint?: string | undefined;
  /**
   * Endpoint of the service if neither `endpoint` nor the environment sets one. FIPS and dual-stack endpoints
   * (`AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`) take precedence over it.
   * @default the endpoint of the region
   */
  readonly fallbackEndpoint?: string | undefined;
  /** @default the SDK's default chain; in a bundle, which lacks the chain, the environment's at each call */
  readonly credentials?: AwsCredentialIdentity | undefined;
}

/**
 * Returns every option of an AWS SDK client that has a default. If one is left out, the SDK looks for it in the
 * configuration files of a developer's machine, which adds about 10 ms to a cold start.
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
    maxAttempts: 3, // each call overrides it, see `PendingCall`
    retryMode: 'standard',
    authSchemePreference: async () => ['sigv4'],
    disableClockSkewCorrection: false,
    userAgentAppId: 'frameio-lambda',
    // SQS: `fallbackEndpoint` is the queue's host. With `true`, the SDK would use the queue URL and print a warning.
    useQueueUrlAsEndpoint: false,
    // DynamoDB: the client uses the endpoint of the region.
    accountIdEndpointMode: 'disabled',
    endpointDiscoveryEnabledProvider: async () => false,
  } as const;
}

/** The options that `clientConfig` returns. */
export type ClientConfig = ReturnType<typeof clientConfig>;

function regionOfEnvironment(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}

/** Finds the endpoint as the AWS SDKs do (AWS SDKs and Tools guide, "Service-specific endpoints"). */
function endpointOf(service: AwsServiceName, { endpoint, fallbackEndpoint }: ClientLocation): string | undefined {
  const variable = URL_VARIABLES[service];
  const usesSpecialEndpoint = isOn('AWS_USE_FIPS_ENDPOINT') || isOn('AWS_USE_DUALSTACK_ENDPOINT');
  const fallback = usesSpecialEndpoint ? undefined : fallbackEndpoint;
  const address = endpoint || process.env[variable] || process.env.AWS_ENDPOINT_URL || fallback;
  if (!address) return undefined;
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new ConfigError(
      `The endpoint of AWS ${service} is not an http or https URL: set ${variable} to such a URL, or unset it.`,
    );
  }
  return address;
}

function isOn(variable: string): boolean {
  return process.env[variable]?.toLowerCase() === 'true';
}
