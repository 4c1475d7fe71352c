import { quoteForShell } from '../../cdk/quote-for-shell.ts';
import type { StackOptions } from '../stack/stack-options.ts';

/** Returns the options of a command line that make another command use the same app, such as ` --stack Dailies`. */
export function commandOptions({ stack, webhook, profile, region, sandbox, state }: StackOptions): string {
  const values = Object.entries({ stack, webhook, profile, region, state });
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${quoteForShell(value)}`]));
  const address = sandbox === 'local' ? '' : ` ${sandbox}`;
  return `${sandbox === undefined ? '' : ` --sandbox${address}`}${given.join('')}`;
}
