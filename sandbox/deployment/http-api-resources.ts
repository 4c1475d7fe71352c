import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { resourcesOf, type Template, type TemplateResource } from '../../cdk/template.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import type { ThrottleSettings } from '../aws/api-gateway/throttle.ts';

/** A route of an HTTP API, with the function that it invokes. */
export interface SynthesizedRoute {
  readonly method: string;
  readonly path: string;
  readonly functionLogicalId: string;
  readonly apiLogicalId: string;
  /** Throttle of this route, if it has one of its own. */
  readonly throttle?: ThrottleSettings;
}

type Stack = Pick<SynthesizedStack, 'template' | 'functions'>;

/** Reads the routes that invoke functions of the webhook. */
export function routesOf({ template, functions }: Stack): readonly SynthesizedRoute[] {
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const routeKey = String(Properties.RouteKey);
    const [method = '', path = ''] = routeKey.split(' ');
    const integration = template.Resources[referencesIn(Properties.Target)[0] ?? ''];
    const invoked = referencesIn(integration?.Properties.IntegrationUri)[0] ?? '';
    const functionLogicalId = functionOfAlias(template, invoked) ?? invoked;
    const apiLogicalId = referencesIn(Properties.ApiId)[0] ?? '';
    const settings = recordOf(stageOf(template, apiLogicalId)?.RouteSettings)[routeKey];
    const route = { method, path, functionLogicalId, apiLogicalId };
    return settings === undefined ? route : { ...route, throttle: readThrottle(settings) };
  });
  return routes.filter(({ functionLogicalId }) => functions.some(({ logicalId }) => logicalId === functionLogicalId));
}

/** Returns the function of an alias, which a route with provisioned concurrency invokes. */
function functionOfAlias({ Resources }: Template, logicalId: string): string | undefined {
  const resource = Resources[logicalId];
  return resource?.Type === 'AWS::Lambda::Alias' ? referencesIn(resource.Properties.FunctionName)[0] : undefined;
}

/** Reads the throttle of the routes of the webhook's HTTP API that have none of their own. */
export function throttleOf(stack: Stack): ThrottleSettings {
  const apiLogicalId = routesOf(stack)[0]?.apiLogicalId ?? '';
  return readThrottle(stageOf(stack.template, apiLogicalId)?.DefaultRouteSettings);
}

/** Returns the properties of the stage of an HTTP API. */
function stageOf(template: Template, apiLogicalId: string): TemplateResource['Properties'] | undefined {
  const stages = resourcesOf(template, 'AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties);
  return stages.find(({ ApiId }) => referencesIn(ApiId).includes(apiLogicalId));
}

function readThrottle(settings: unknown): ThrottleSettings {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = recordOf(settings);
  return { rate: Number(rate), burst: Number(burst) };
}

/** Collects the logical ids that a value of a template refers to, by `Ref` or `Fn::GetAtt`. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [String([value['Fn::GetAtt']].flat()[0])];
  return Object.values(value).flatMap(referencesIn);
}
