/** Returns the command that sets a secret, for messages. It needs no setting of the AWS CLI but credentials. */
export function putSecretCommand(secretId: string): string {
  return `aws secretsmanager put-secret-value${regionOption(secretId)} --secret-id ${secretId} --secret-string '<value>'`;
}

/** Explains that Secrets Manager has no secret with a name or ARN. */
export function describeMissingSecret(secretId: string): string {
  const region = regionOf(secretId);
  const found = `There is no secret ${secretId}${region ? ` in ${region}` : ''}.`;
  if (secretId.startsWith('arn:')) return `${found} Check the ARN, and deploy again if the secret was deleted.`;
  const create = `aws secretsmanager create-secret${regionOption(secretId)} --name ${secretId} --secret-string '<value>'`;
  return `${found} Check the name and the region, or create the secret: ${create}`;
}

function regionOption(secretId: string): string {
  const region = regionOf(secretId);
  return region ? ` --region ${region}` : '';
}

/** Returns the region in an ARN, or that of the function. */
function regionOf(secretId: string): string | undefined {
  const [arn, , , region] = secretId.split(':');
  return (arn === 'arn' && region) || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
}
