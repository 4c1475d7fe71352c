/** The parts of a CloudFormation template that this project reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** One resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** Returns the resources of a type, with their logical ids. */
export function resourcesOf({ Resources }: Template, type: string): readonly (readonly [string, TemplateResource])[] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}
