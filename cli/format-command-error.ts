import { AwsServiceError } from '../lib/aws/aws-errors.ts';
import { missingPackage } from './missing-package.ts';

/** Describes an error for the terminal, without a stack trace. Says how to install a package that is missing. */
export function formatCommandError(error: unknown): string {
  const name = missingPackage(error);
  if (name !== undefined) return formatMissingPackages([name]);
  if (error instanceof AwsServiceError && error.awsCode?.startsWith('AccessDenied')) {
    return `AWS denies ${error.service}:${error.operation}. Allow it for your user, or name another profile with --profile.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Says how to install packages that are missing. */
export function formatMissingPackages(names: readonly string[]): string {
  const subject =
    names.length === 1 ? `the package ${names[0]}, which is` : `the packages ${names.join(', ')}, which are`;
  return `This command needs ${subject} not installed. Install with: npm install --save-dev ${names.join(' ')}`;
}
