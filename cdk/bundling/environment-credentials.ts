// Replaces the AWS SDK's credential chain, which searches files, other processes and the network. Lambda puts a
// function's credentials into the environment (AWS Lambda guide, "Defined runtime environment variables").

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Returns a provider that reads the environment at each call. */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    const error = new Error('The environment has no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
    throw Object.assign(error, { name: 'CredentialsProviderError' }); // the SDK's name for this error
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};

/** Part of the chain's interface. These credentials have no expiration, so the SDK never refreshes them. */
export const credentialsWillNeedRefresh = () => false;

/** Part of the chain's interface. */
export const credentialsTreatedAsExpired = () => false;
