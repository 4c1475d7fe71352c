import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsServiceName, type ClientLocation, clientConfig } from '../../../lib/aws/client-config.ts';
import { KeepAliveRequestHandler } from '../../../lib/aws/keep-alive-request-handler.ts';
import { systemClock } from '../../../lib/core/clock.ts';
import { withEnvironment } from '../../support/environment.ts';

const NOTHING = {
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'key',
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_SQS: undefined,
  AWS_ENDPOINT_URL_DYNAMODB: undefined,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined,
  AWS_USE_FIPS_ENDPOINT: undefined,
  AWS_USE_DUALSTACK_ENDPOINT: undefined,
};

let restore = () => {};
afterEach(() => restore());

function given(variables: object): void {
  restore = withEnvironment({ ...NOTHING, ...variables });
}

const configOf = (service: AwsServiceName, location: ClientLocation = {}) =>
  clientConfig(service, location, new KeepAliveRequestHandler(systemClock));

describe('region', () => {
  it.each([
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'eu-west-1'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
  ])('of %j is %s', (variables, region) => {
    given(variables);
    expect(configOf('sqs')).toMatchObject({ region });
  });

  it('is left to the SDK if the environment sets none', () => {
    given({});
    expect(configOf('sqs')).not.toHaveProperty('region');
  });
});

const CLIENTS = { secretsmanager: SecretsManagerClient, sqs: SQSClient, dynamodb: DynamoDBClient } as const;

/** Returns the host that the SDK would send a request to. */
async function hostOf(service: AwsServiceName, region: string): Promise<string> {
  const { config } = new CLIENTS[service](configOf(service, { region }));
  const [UseFIPS, UseDualStack] = [await config.useFipsEndpoint(), await config.useDualstackEndpoint()];
  return config.endpointProvider({ Region: region, UseFIPS, UseDualStack }).url.host;
}

describe('endpoint', () => {
  it.each([
    { service: 'sqs', region: 'us-east-1', host: 'sqs.us-east-1.amazonaws.com' },
    { service: 'secretsmanager', region: 'us-gov-west-1', host: 'secretsmanager.us-gov-west-1.amazonaws.com' },
    { service: 'dynamodb', region: 'cn-north-1', host: 'dynamodb.cn-north-1.amazonaws.com.cn' },
    { service: 'sqs', region: 'eusc-de-east-1', host: 'sqs.eusc-de-east-1.amazonaws.eu' },
  ] as const)('of $service in $region is $host', async ({ service, region, host }) => {
    given({});
    expect(await hostOf(service, region)).toBe(host);
  });

  it.each([
    { variable: 'AWS_USE_FIPS_ENDPOINT', host: 'sqs-fips.us-east-1.amazonaws.com' },
    { variable: 'AWS_USE_DUALSTACK_ENDPOINT', host: 'sqs.us-east-1.api.aws' },
  ])('is $host with $variable despite the queue URL', async ({ variable, host }) => {
    given({ [variable]: 'true' });
    expect(await hostOf('sqs', 'us-east-1')).toBe(host);
    expect(configOf('sqs', { fallbackEndpoint: 'https://sqs.us-east-1.amazonaws.com' })).not.toHaveProperty('endpoint');
  });

  it.each([
    {
      name: 'its own variable',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL_SQS: 'http://own:1', AWS_ENDPOINT_URL: 'http://all:1' },
      endpoint: 'http://own:1',
    },
    {
      name: 'its own variable',
      service: 'dynamodb',
      set: { AWS_ENDPOINT_URL_DYNAMODB: 'http://own:1' },
      endpoint: 'http://own:1',
    },
    {
      name: 'its own variable',
      service: 'secretsmanager',
      set: { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://own:1' },
      endpoint: 'http://own:1',
    },
    {
      name: 'the variable of all services',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL_DYNAMODB: 'http://own:1', AWS_ENDPOINT_URL: 'http://all:1' },
      endpoint: 'http://all:1',
    },
    {
      name: 'the fallback of the caller',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL: '' },
      endpoint: 'http://usual:1',
    },
  ] as const)('of $service comes from $name', ({ service, set, endpoint }) => {
    given(set);
    expect(configOf(service, { fallbackEndpoint: 'http://usual:1' })).toMatchObject({ endpoint });
  });

  it.each(['localhost:4566', 'ftp://x', 'ftp://x/http://y', 'nonsense'])(
    'refuses %s with an error that names the variable',
    (text) => {
      given({ AWS_ENDPOINT_URL_SQS: text });
      expect(() => configOf('sqs')).toThrow(/not an http or https URL: set AWS_ENDPOINT_URL_SQS/);
    },
  );
});

it.each([
  { name: 'is off unless', before: undefined, after: 'true' },
  { name: 'is as set if', before: 'false', after: 'false' },
])('the warning of the SDK about Node 20 $name the environment sets it', ({ before, after }) => {
  given({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: before });
  configOf('sqs');
  expect(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED).toBe(after);
});
