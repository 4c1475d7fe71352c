import type { Construct } from 'constructs';
import type { FrameioStackProps } from './frameio-stack.ts';

/** The stack of a stage. */
export interface SelectedStage {
  /** Name of the stack: with the name of the stage as a suffix, such as `FrameioLambda-prod`. */
  readonly stackName: string;
  /** Settings that only this stage has. */
  readonly settings: FrameioStackProps;
}

/**
 * Returns the stack of the stage in the CDK context: that of `prod` for `cdk deploy -c stage=prod`. Each stage is a stack of its
 * own, with its own secrets and URLs. Without a stage in the context, the stack has no suffix and no settings of a stage.
 *
 * @param stackName - Name of the stack without a stage.
 * @param stages - Settings of the stages, by name.
 * @throws Error if the context names another stage.
 */
export function selectStage(
  { node }: Construct,
  stackName: string,
  stages: Readonly<Record<string, FrameioStackProps>>,
): SelectedStage {
  const stage: unknown = node.tryGetContext('stage');
  if (stage === undefined) return { stackName, settings: {} };
  const found = Object.entries(stages).find(([name]) => name === stage);
  if (!found) {
    throw new Error(
      `The stage ${JSON.stringify(stage)} is unknown. Use one of ${Object.keys(stages).join(', ')}, such as -c stage=${Object.keys(stages)[0]}, or add its settings to the stages of the CDK app.`,
    );
  }
  const [name, settings] = found;
  return { stackName: `${stackName}-${name}`, settings };
}
