import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameioStackProps } from '../../cdk/frameio-stack.ts';
import { synthesize } from '../../cdk/synthesize.ts';
import type { ActionResult } from '../../sandbox/frameio/actions/action-interactions.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { projectOf } from '../support/documents.ts';
import { functionsDirectoryOf } from '../support/fixture-apps.ts';

const ENTRY_POINTS = ['endpoint.ts', 'queued-endpoint.ts', 'worker.ts', 'actions.ts'];

/** Which app of a document to run, and how it is deployed. */
export interface DocumentSandboxOptions {
  /**
   * Code of `functions/app.ts`.
   * @default that of the document
   */
  readonly code?: string;
  /**
   * Settings of the deployment.
   * @default none
   */
  readonly props?: FrameioStackProps;
}

/** The bundles of a document's app, in the sandbox, with a person who runs its custom actions. */
export interface DocumentSandbox {
  readonly sandbox: Sandbox;
  /** Adds files and returns them as selected assets. */
  addFiles(...names: readonly string[]): readonly { readonly id: string; readonly type: 'file' }[];
  click(key: string, resources: readonly { readonly id: string; readonly type: string }[]): Promise<ActionResult>;
  submit(clicked: ActionResult, data: object): Promise<ActionResult>;
  /** Returns the comments on a file when all jobs have run. */
  commentsOn(file: { readonly id: string }): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Bundles the app of a document and starts it. */
export async function startDocument(
  document: string,
  { code, props = {} }: DocumentSandboxOptions = {},
): Promise<DocumentSandbox> {
  const project = projectOf(document);
  for (const file of ENTRY_POINTS) {
    copyFileSync(join(functionsDirectoryOf('actions-app'), file), join(project.folder, 'functions', file));
  }
  if (code !== undefined) writeFileSync(join(project.folder, 'functions/app.ts'), code);
  process.env.CDK_VALIDATION = 'false'; // slow, and other tests validate the template
  const stack = synthesize(join(project.folder, 'cdk.out'), { ...props, projectRoot: project.folder });
  const sandbox = await Sandbox.start({ stack, port: 0, onEvent: () => undefined });

  async function send(path: string, body: object): Promise<ActionResult> {
    const url = `${sandbox.frameioUrl}/sandbox/${path}`;
    return JSON.parse(await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text());
  }
  return {
    sandbox,
    addFiles: (...names) =>
      names.map((name) => ({ id: sandbox.frameioState.addFile({ name, fileSize: 1_000 }).id, type: 'file' })),
    click: (key, resources) => send(`actions/${key}/click`, { resources }),
    submit: ({ interactionId }, data) => send(`interactions/${interactionId}/submit`, { data }),
    commentsOn: async ({ id }) => {
      await sandbox.deployment.whenIdle();
      return sandbox.frameioState.commentsOf(id).map(({ text }) => text);
    },
    close: async () => {
      await sandbox.close();
      project.remove();
    },
  };
}
