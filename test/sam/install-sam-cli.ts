import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunProcessOptions, runProcess } from './run-process.ts';
import { step } from './step.ts';

const SAM_CLI_VERSION = '1.170.0';

/** Name of the folder with the installation. */
export const SAM_CLI_FOLDER = `sam-cli-${SAM_CLI_VERSION}`;

/** Installs the SAM CLI into a virtual environment of Python. Its file `complete` says that nothing is missing. */
export async function installSamCli(folder: string, options: RunProcessOptions): Promise<void> {
  await step(`SAM CLI ${SAM_CLI_VERSION}, with pip`, async () => {
    rmSync(folder, { recursive: true, force: true });
    await runProcess(['python3', '-m', 'venv', folder], options);
    const pip = [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runProcess([...pip, `aws-sam-cli==${SAM_CLI_VERSION}`], options);
    writeFileSync(join(folder, 'complete'), '');
  });
}
