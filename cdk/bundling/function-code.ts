import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { assertAwaitedHandler } from './assert-awaited-handler.ts';
import { type BundleOptions, bundle } from './bundle.ts';
import { LICENSES_FILE, thirdPartyLicenses } from './third-party-licenses.ts';

/** What to bundle. */
type FunctionCodeOptions = Omit<BundleOptions, 'outfile' | 'changes'>;

/** Returns the code of a function: the bundle of its entry point, as `index.mjs`, and licence notices. */
export function functionCode({ projectRoot, entry, ...options }: FunctionCodeOptions): Code {
  return Code.fromAsset(projectRoot, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('unused'), // required by the CDK, which bundles with Docker if `tryBundle` does not
      command: [entry, JSON.stringify(options)], // never run: functions with the same options share one asset
      local: {
        tryBundle: (folder) => {
          assertAwaitedHandler(entry);
          const metafile = bundle({ projectRoot, entry, ...options, outfile: join(folder, 'index.mjs') });
          writeFileSync(join(folder, LICENSES_FILE), thirdPartyLicenses(metafile, projectRoot));
          return true;
        },
      },
    },
  });
}
