/** Returns the command that sets a secret, for messages. It works as it is, also in another region. */
export function putSecretCommand(secretId: string): string {
  const region = regionOf(secretId);
  return `aws secretsmanager put-secret-value${region && ` --region ${region}`} --secret-id ${secretId} --secret-string '<value>'`;
}

/** Explains that Secrets Manager has no secret with a name or ARN. */
export function describeMissingSecret(secretId: string): string {
  const region = regionOf(secretId);
  return `There is no secret ${secretId}${region && ` in ${region}`}. Check its name or ARN, or create it.`;
}

/** Returns the region in an ARN, or that of the function; an empty text if neither names one. */
function regionOf(secretId: string): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return /^arn:[^:]*:[^:]*:([^:]+)/.exec(secretId)?.[1] ?? (AWS_REGION || AWS_DEFAULT_REGION || '');
}
