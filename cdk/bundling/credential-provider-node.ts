/**
 * Stands in for the AWS SDK's chain of credential providers when a function is bundled. Lambda has exactly one source
 * of credentials, its environment; the chain's others (profiles, SSO, web identity, EC2) would be 135 KB of every cold
 * start. AWS Lambda guide, "Defined runtime environment variables".
 */
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
      throw new Error(
        'There are no AWS credentials in the environment. A bundled function takes them from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as Lambda sets them, and from nowhere else.',
      );
    }
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  };
}
