import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from './environment.ts';
import type { AwsServiceName } from './services.ts';
import { Sha256 } from './sha256.ts';

/** Whose requests are signed. */
export interface RequestSignerOptions {
  readonly service: AwsServiceName;
  readonly region: string;
  /** Called for each request, as credentials can change. */
  readonly credentials: () => AwsCredentials;
}

/** Signs requests with AWS's own signer (AWS Signature Version 4). */
export class RequestSigner {
  readonly #signer: SignatureV4;

  constructor({ service, region, credentials }: RequestSignerOptions) {
    this.#signer = new SignatureV4({ service, region, credentials: async () => credentials(), sha256: Sha256 });
  }

  /**
   * Signs a POST.
   *
   * @param now - In ms since 1970. AWS takes the signature for five minutes.
   * @returns The headers to send: those given, and those of the signature.
   */
  async sign(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    now: number,
  ): Promise<Readonly<Record<string, string>>> {
    const { protocol, hostname, host, pathname: path } = url;
    const request = { method: 'POST', protocol, hostname, path, query: {}, headers: { ...headers, host }, body };
    const signed = await this.#signer.sign(request, { signingDate: new Date(now) });
    return signed.headers;
  }
}
