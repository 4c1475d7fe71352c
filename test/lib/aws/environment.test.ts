import { afterEach, describe, expect, it } from '@jest/globals';
import { addressOf, credentialsOfEnvironment, regionOfEnvironment } from '../../../lib/aws/environment.ts';
import { withEnvironment } from '../../support/environment.ts';

const NOTHING = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_SQS: undefined,
  AWS_ENDPOINT_URL_DYNAMODB: undefined,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined,
};

let restore = () => {};
afterEach(() => restore());

function given(variables: object): void {
  restore = withEnvironment({ ...NOTHING, ...variables });
}

describe('credentials', () => {
  it('are those Lambda puts into the environment', () => {
    given({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' });
    expect(credentialsOfEnvironment()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' });
  });

  it.each([{}, { AWS_PROFILE: 'somebody' }, { AWS_ACCESS_KEY_ID: 'id' }])('are looked for nowhere else: %j', (only) => {
    given(only);
    expect(credentialsOfEnvironment).toThrow(/set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
  });
});

describe('the region', () => {
  it.each([
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'eu-west-1'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
  ])('of %j is %s', (variables, region) => {
    given(variables);
    expect(regionOfEnvironment()).toBe(region);
  });

  it('is asked for by the name of its variable', () => {
    given({});
    expect(regionOfEnvironment).toThrow('set AWS_REGION');
  });
});

describe('the address of a service', () => {
  it.each([
    { service: 'sqs', region: 'us-east-1', address: 'https://sqs.us-east-1.amazonaws.com/' },
    {
      service: 'secretsmanager',
      region: 'us-gov-west-1',
      address: 'https://secretsmanager.us-gov-west-1.amazonaws.com/',
    },
    { service: 'dynamodb', region: 'cn-north-1', address: 'https://dynamodb.cn-north-1.amazonaws.com.cn/' },
  ] as const)('$service in $region is $address', ({ service, region, address }) => {
    given({});
    expect(addressOf(service, region).href).toBe(address);
  });

  it.each([
    {
      name: 'its own variable',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL_SQS: 'http://own:1', AWS_ENDPOINT_URL: 'http://all:1' },
      address: 'http://own:1/',
    },
    {
      name: 'its own variable',
      service: 'dynamodb',
      set: { AWS_ENDPOINT_URL_DYNAMODB: 'http://own:1' },
      address: 'http://own:1/',
    },
    {
      name: 'its own variable',
      service: 'secretsmanager',
      set: { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://own:1' },
      address: 'http://own:1/',
    },
    {
      name: 'the variable of all services',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL_DYNAMODB: 'http://own:1', AWS_ENDPOINT_URL: 'http://all:1' },
      address: 'http://all:1/',
    },
    {
      name: 'nothing, but the caller knows one',
      service: 'sqs',
      set: { AWS_ENDPOINT_URL: '' },
      address: 'http://usual:1/',
    },
  ] as const)('$service is where $name says', ({ service, set, address }) => {
    given(set);
    expect(addressOf(service, 'us-east-1', 'http://usual:1').href).toBe(address);
  });

  it.each(['localhost:4566', 'ftp://x', 'nonsense'])('%s is none, and the error names the variable', (text) => {
    given({ AWS_ENDPOINT_URL_SQS: text });
    expect(() => addressOf('sqs', 'us-east-1')).toThrow(/not an http or https URL: set AWS_ENDPOINT_URL_SQS/);
  });
});
