import { Logger } from '@aws-lambda-powertools/logger';
import { SignatureV4 } from '@smithy/signature-v4';
import { credentialsOfEnvironment, regionOfEnvironment } from '../../lib/aws/environment.ts';
import { Sha256 } from '../../lib/aws/sha256.ts';
import { type Call, queuedEndpoint } from './two-calls.ts';

async function sign({ service, url, headers, body }: Call): Promise<Readonly<Record<string, string>>> {
  const [region, credentials] = [regionOfEnvironment(), credentialsOfEnvironment()];
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { protocol, hostname, pathname: path } = url;
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path, query: {}, headers, body });
  return signed.headers;
}

const logger = new Logger();

/** The queued endpoint as one writes it by hand, with AWS's signer and Powertools' logger, and nothing that can go wrong. */
export const handler = await queuedEndpoint({ sign, log: (message) => logger.info(message) });
