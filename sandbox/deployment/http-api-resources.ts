import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { resourcesOf } from '../../cdk/template.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import type { ThrottleSettings } from '../aws/api-gateway/throttle.ts';

/** A route of an HTTP API, with the function that it invokes. */
export interface SynthesizedRoute {
  readonly method: string;
  readonly path: string;
  readonly functionLogicalId: string;
  readonly apiLogicalId: string;
}

type Stack = Pick<SynthesizedStack, 'template' | 'functions'>;

/** Reads the routes that invoke functions of the webhook. */
export function routesOf({ template, functions }: Stack): readonly SynthesizedRoute[] {
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const [method = '', path = ''] = String(Properties.RouteKey).split(' ');
    const integration = template.Resources[referencesIn(Properties.Target)[0] ?? ''];
    const functionLogicalId = referencesIn(integration?.Properties.IntegrationUri)[0] ?? '';
    return { method, path, functionLogicalId, apiLogicalId: referencesIn(Properties.ApiId)[0] ?? '' };
  });
  return routes.filter(({ functionLogicalId }) => functions.some(({ logicalId }) => logicalId === functionLogicalId));
}

/** Reads the throttle of the webhook's HTTP API. */
export function throttleOf(stack: Stack): ThrottleSettings {
  const apiLogicalId = routesOf(stack)[0]?.apiLogicalId ?? '';
  const [, stage] =
    resourcesOf(stack.template, 'AWS::ApiGatewayV2::Stage').find(([, { Properties }]) =>
      referencesIn(Properties.ApiId).includes(apiLogicalId),
    ) ?? [];
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
