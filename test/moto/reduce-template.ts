import type { Template } from '../../cdk/template.ts';
import { isRecord, recordOf } from '../../lib/core/type-guards.ts';

/** Types of resources that moto's CloudFormation does not create, and what takes their place here. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'the endpoint is invoked with an event of API Gateway',
  'AWS::ApiGatewayV2::Integration': 'as the API',
  'AWS::ApiGatewayV2::Route': 'as the API',
  'AWS::ApiGatewayV2::Stage': 'as the API',
  'AWS::CloudWatch::Alarm': 'nothing',
  'AWS::Logs::MetricFilter': 'nothing',
  'AWS::SQS::QueuePolicy': 'nothing',
  'AWS::SecretsManager::Secret': "created with moto's Secrets Manager",
};

/** A template that moto can create. */
export interface ReducedTemplate {
  readonly Resources: Template['Resources'];
}

/**
 * Removes the resources that moto does not support, and everything that is not a resource: outputs, and the parameter with the
 * version of the bootstrap. Turns off the event sources, because moto would run their functions in Docker.
 *
 * @param replacements - Values of references to removed resources, by logical id. Without one, a reference becomes a text.
 */
export function reduceTemplate(
  { Resources }: Template,
  replacements: Readonly<Record<string, string>>,
): ReducedTemplate {
  const isRemoved = (logicalId: string) => (Resources[logicalId]?.Type ?? '') in UNSUPPORTED;
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (!isRecord(value)) return value;
    const logicalId = String('Ref' in value ? value.Ref : [value['Fn::GetAtt']].flat()[0]);
    if (isRemoved(logicalId)) return replacements[logicalId] ?? `removed-${logicalId}`;
    return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, replace(property)]));
  };
  return {
    Resources: Object.fromEntries(
      Object.entries(Resources)
        .filter(([logicalId]) => !isRemoved(logicalId))
        .map(([logicalId, { Type, Properties }]) => {
          const isEventSource = Type === 'AWS::Lambda::EventSourceMapping';
          const replaced = replace({ ...Properties, ...(isEventSource && { Enabled: false }) });
          return [logicalId, { Type, Properties: recordOf(replaced) }];
        }),
    ),
  };
}
