import { resourcesOf, type Template } from '../../cdk/template.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import type { ThrottleSettings } from '../aws/api-gateway/throttle.ts';

/** A route of the template's HTTP API, with the function that it invokes. */
export interface SynthesizedRoute {
  readonly method: string;
  readonly path: string;
  readonly functionLogicalId: string;
}

/** Reads the routes of a template's HTTP API. */
export function routesOf(template: Template): readonly SynthesizedRoute[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const [method = '', path = ''] = String(Properties.RouteKey).split(' ');
    const integration = template.Resources[referencesIn(Properties.Target)[0] ?? ''];
    return { method, path, functionLogicalId: referencesIn(integration?.Properties.IntegrationUri)[0] ?? '' };
  });
}

/** Reads the throttle of a template's HTTP API. */
export function throttleOf(template: Template): ThrottleSettings {
  const [, stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage')[0] ?? [];
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = recordOf(stage?.Properties.DefaultRouteSettings);
  return { rate: Number(rate), burst: Number(burst) };
}

/** Collects the logical ids that a value of a template refers to, by `Ref` or `Fn::GetAtt`. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [String([value['Fn::GetAtt']].flat()[0])];
  return Object.values(value).flatMap(referencesIn);
}
