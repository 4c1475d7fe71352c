import { ConfigError } from '../core/errors.ts';
import { AWS_SERVICES, type AwsServiceName } from './services.ts';

/** What a request is signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The credentials Lambda puts into the environment: the only place they are looked for (AWS Lambda guide, "Defined
 * runtime environment variables").
 *
 * @throws ConfigError when they are not there.
 */
export function credentialsOfEnvironment(): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new ConfigError(
      'There are no AWS credentials in the environment: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as Lambda does.',
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** @throws ConfigError when the environment names none. */
export function regionOfEnvironment(): string {
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  if (!region) throw new ConfigError('There is no AWS region in the environment: set AWS_REGION, as Lambda does.');
  return region;
}

/**
 * Address of a service as the environment says, under the names the AWS SDKs read (AWS SDKs and Tools guide,
 * "Service-specific endpoints"); else `otherwise`, else the region's own.
 *
 * @throws ConfigError for one that is no http or https URL.
 */
export function addressOf(service: AwsServiceName, region: string, otherwise?: string): URL {
  const { urlVariable } = AWS_SERVICES[service];
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const address =
    process.env[urlVariable] || process.env.AWS_ENDPOINT_URL || otherwise || `https://${service}.${region}.${domain}`;
  return parseAddress(address, service);
}

/** @throws ConfigError for what is no http or https URL. */
export function parseAddress(text: string, service: AwsServiceName): URL {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new ConfigError(
      `The address of AWS ${service} is not an http or https URL: set ${AWS_SERVICES[service].urlVariable} to one, or to nothing.`,
    );
  }
  return new URL(text);
}
