import { afterEach, expect, it } from '@jest/globals';
import { describeMissingSecret, putSecretCommand } from '../../../lib/secrets/secret-commands.ts';
import { withEnvironment } from '../../support/environment.ts';

let restore: () => void;
afterEach(() => restore());

const ARN = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:name-AbCdEf';

it.each([
  { name: 'the region of an ARN', secretId: ARN, environment: { AWS_REGION: 'eu-west-1' }, region: 'us-gov-west-1' },
  {
    name: 'the region of the function',
    secretId: 'name',
    environment: { AWS_REGION: 'eu-west-1' },
    region: 'eu-west-1',
  },
  {
    name: 'the default region of the AWS CLI',
    secretId: 'name',
    environment: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2' },
    region: 'eu-west-2',
  },
])('names $name', ({ secretId, environment, region }) => {
  restore = withEnvironment({ AWS_DEFAULT_REGION: undefined, ...environment });
  expect(putSecretCommand(secretId)).toBe(
    `aws secretsmanager put-secret-value --region ${region} --secret-id ${secretId} --secret-string '<value>'`,
  );
  expect(describeMissingSecret(secretId)).toBe(
    `There is no secret ${secretId} in ${region}. Check its name or ARN, or create it.`,
  );
});

it('names no region if it knows none', () => {
  restore = withEnvironment({ AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined });
  expect(putSecretCommand('name')).toBe(
    "aws secretsmanager put-secret-value --secret-id name --secret-string '<value>'",
  );
  expect(describeMissingSecret('name')).toBe('There is no secret name. Check its name or ARN, or create it.');
});
