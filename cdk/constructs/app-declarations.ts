import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { secretIdVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { isLocalStack } from '../local-context.ts';
import { checkDeclarations } from '../manifest/check-declarations.ts';
import { bindSecretReader, importSecret, type StoredSecret } from './stored-secret.ts';

/** Settings of `AppDeclarations`. */
export interface AppDeclarationsProps {
  readonly manifest: AppManifest;
  /** Values of declared variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stored secrets, by the name of the declared secret. */
  readonly secrets: Readonly<Record<string, StoredSecret>>;
}

/** The variables and secrets that an app declares. */
export class AppDeclarations extends Construct {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #secrets: ReadonlyMap<string, StoredSecret>;

  /** @throws Error if the deployment does not give what the app declares. */
  constructor(scope: Construct, id: string, { manifest, environment, secrets }: AppDeclarationsProps) {
    super(scope, id);
    const isLocal = isLocalStack(this.node); // `.env` then supplies what the deployment does not
    checkDeclarations(manifest, { environment, secrets, isLocal });
    this.#environment = environment;
    this.#secrets = new Map(
      Object.entries(manifest.secrets).flatMap(([name, { secretId }]) => {
        const stored = secrets[name] ?? (secretId === undefined ? undefined : importSecret(this, name, secretId));
        return stored ? [[name, stored]] : [];
      }),
    );
  }

  /** Lets `runner` use the variables and read the secrets. */
  bindRunner(runner: LambdaFunction): void {
    for (const [name, value] of Object.entries(this.#environment)) runner.addEnvironment(name, value);
    for (const [name, secret] of this.#secrets) bindSecretReader(runner, secretIdVariable(name), secret);
  }
}
