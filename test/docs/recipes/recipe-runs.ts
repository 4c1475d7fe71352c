import { join } from 'node:path';
import { App } from 'frameio-lambda';
import { type DocumentProject, projectOf, readDocument } from '../../support/documents.ts';
import { type RecipeStage, startRecipeStage } from '../recipe-stage.ts';

export const RECIPES = [
  'comment-to-ticket',
  'copy-to-s3',
  'external-transcoder',
  'metadata-on-upload',
  'only-some-projects',
  'render-versions',
  'slack-message',
] as const;

export const documentOf = (recipe: string) => readDocument(`docs/recipes/${recipe}.md`);

/** Runs the apps of recipes in this process, against a local Frame.io and local services. */
export class RecipeRuns {
  readonly stage: RecipeStage;
  readonly #environment = { ...process.env };
  readonly #projects: DocumentProject[] = [];

  private constructor(stage: RecipeStage) {
    this.stage = stage;
    Object.assign(process.env, stage.variables);
  }

  static async start(): Promise<RecipeRuns> {
    return new RecipeRuns(await startRecipeStage());
  }

  /** Adds a file of 25 bytes to Frame.io, and returns its id. */
  addFile(): string {
    const { id } = this.stage.frameioState.addFile({ name: 'A001_C003 <final>.mov', fileSize: 25 });
    this.stage.services.originals.set(id, Buffer.from('0123456789abcdefghijklmno'));
    return id;
  }

  /** Imports a recipe's app. Each import is a new app, as in a new process. */
  async appOf(recipe: (typeof RECIPES)[number], variables: Readonly<Record<string, string>> = {}): Promise<App> {
    const project = projectOf(documentOf(recipe));
    this.#projects.push(project);
    Object.assign(process.env, variables);
    const { app } = await import(join(project.folder, 'functions/app.ts'));
    if (!(app instanceof App)) throw new Error(`functions/app.ts of ${recipe} exports no app.`);
    return app;
  }

  /** Returns the texts of the comments on a file. */
  commentsOf(fileId: string): readonly (string | null | undefined)[] {
    return this.stage.frameioState.commentsOf(fileId).map(({ text }) => text);
  }

  async close(): Promise<void> {
    process.env = this.#environment;
    await this.stage.close();
    for (const project of this.#projects) project.remove();
  }
}
