import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FrameioStack, type FrameioStackProps } from '../../cdk/frameio-stack.ts';
import { COMMENT_APP } from './fixture-apps.ts';

/** Returns the template for these settings. Does not build the bundles, which do not depend on the settings. */
export function templateOf(props: FrameioStackProps = {}, context: Readonly<Record<string, unknown>> = {}): Template {
  return Template.fromStack(
    new FrameioStack(appWithoutBundles(context), 'FrameioLambda', { ...COMMENT_APP, ...props }),
  );
}

/** Returns an app that builds no bundles and puts construct paths into its templates. */
export function appWithoutBundles(context: Readonly<Record<string, unknown>> = {}, outdir?: string): App {
  return new App({
    ...(outdir !== undefined && { outdir }),
    builtinCloudFormationValidation: false, // slow, and `npm run synth` validates the template
    context: { ...context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true },
  });
}

/** Returns the resource at a construct path without the stack, such as `Deliveries/Queue`. */
export function resourceOf(template: Template, path: string) {
  const found = Object.entries(template.toJSON().Resources).find(([logicalId]) => pathOf(template, logicalId) === path);
  if (!found) throw new Error(`The template has no ${path}.`);
  const [logicalId, resource] = found;
  return { logicalId, ...Object(resource) };
}

/**
 * Returns all permissions of a function's role, each as `<action> <path of the resource>`, in alphabetical order.
 *
 * @throws Error if the role has further policies, or a statement that is not a plain permission.
 */
export function rightsOf(template: Template, functionPath: string): readonly string[] {
  const role = resourceOf(template, `${functionPath}Role`);
  if (role.Properties.ManagedPolicyArns || role.Properties.Policies) throw new Error('Expected no further policies.');
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    Properties.Roles.some(({ Ref }: { readonly Ref: string }) => Ref === role.logicalId),
  );
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => {
          const isPlain = Effect === 'Allow' && (!Condition || String(action).startsWith('kms:'));
          if (!isPlain) throw new Error('Expected an Allow statement without a condition.');
          return `${action} ${pathOf(template, referenceIn(resource))}`;
        }),
      ),
    )
    .sort();
}

/** Returns the properties of every alarm, with its construct path. */
export function alarmsOf(
  template: Template,
): readonly (Readonly<Record<string, unknown>> & { readonly path: string })[] {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return alarms.map(([logicalId, { Properties }]) => ({ ...Object(Properties), path: pathOf(template, logicalId) }));
}

/** Returns the permissions that a function needs to write its log, as `rightsOf` returns them. */
export function logRightsOf(functionPath: string): readonly string[] {
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} ${functionPath}Log`);
}

/** Returns the variables of a function. A reference is shown as `<path of the resource>`. */
export function variablesOf(template: Template, functionPath: string): Readonly<Record<string, string>> {
  const { Variables } = resourceOf(template, functionPath).Properties.Environment;
  return Object.fromEntries(
    Object.entries(Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `<${pathOf(template, referenceIn(value))}>`,
    ]),
  );
}

function pathOf(template: Template, logicalId: string): string {
  const path = template.toJSON().Resources[logicalId]?.Metadata?.['aws:cdk:path'] ?? logicalId;
  return String(path)
    .replace(/^FrameioLambda\/(Webhook\/)?/, '')
    .replace(/\/?Resource$/, '');
}

/** Returns the logical id in a `Ref` or an `Fn::GetAtt`, and any other value as JSON. */
function referenceIn(value: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = Object(value);
  return Ref ?? attribute?.[0] ?? JSON.stringify(value);
}
