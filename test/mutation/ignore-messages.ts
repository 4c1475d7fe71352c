import type { NodePath } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What this file reads of a node of the syntax tree. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly id?: Node;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
}

declare module '@stryker-mutator/api/ignore' {
  interface NodePath {
    readonly node: Node;
    readonly parent: Node;
    readonly parentPath: NodePath;
  }
}

const TEXTS = new Set(['StringLiteral', 'TemplateLiteral']);
const PARTS_OF_TEXT = new Set(['BinaryExpression', 'ConditionalExpression', 'TemplateLiteral']);

/**
 * Leaves out the wording of messages. Tests check the code of an error, and that its message contains what a reader needs.
 * `test/docs/operations.test.ts` compares the log messages of the source with the guide.
 */
function shouldIgnore(path: NodePath): string | undefined {
  if (!TEXTS.has(path.node.type)) return undefined;
  let text = path;
  while (PARTS_OF_TEXT.has(text.parent.type)) text = text.parentPath;
  return isMessage(text.parent) ? 'The wording of a message' : undefined;
}

/** Reports whether a text that belongs to the node is a message: of an error, of the log, or a variable `message`. */
function isMessage({ type, id, callee }: Node): boolean {
  if (type === 'VariableDeclarator') return id?.name === 'message';
  if (type === 'NewExpression') return callee?.name?.endsWith('Error') ?? false;
  if (type !== 'CallExpression') return false;
  return callee?.type === 'Super' || (callee?.object?.name ?? callee?.object?.property?.name) === 'logger';
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'messages', { shouldIgnore })];
