import { readFileSync } from 'node:fs';

const SDK_PACKAGE = 'node_modules/@aws-sdk/client-secrets-manager/package.json';

/** Says so when the endpoint and the plain way are built with different AWS SDKs: the comparison is then not fair. */
export function warnOfDifferentSdks(): void {
  const [endpoint, plain] = ['../', './'].map((root) => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(new URL(`${root}${SDK_PACKAGE}`, import.meta.url), 'utf8'),
    );
    return version;
  });
  if (endpoint === plain) return;
  console.warn(`The plain way has AWS SDK ${plain}, the endpoint ${endpoint}: set it to that in bench/package.json.`);
}
