import { ExperimentalResources } from '../lib/client/resources/experimental-resources.ts';
import { StableResources } from '../lib/client/resources/stable-resources.ts';
import type { ApiRequest, ApiSender } from '../lib/client/transport/api-request.ts';
import { systemClock } from '../lib/core/clock.ts';
import { methodsOf } from '../sandbox/frameio/api/methods-of.ts';

/** A method of the client, as the table shows it. */
interface Method {
  /** Name, such as `files.show`. */
  readonly name: string;
  /** Its parameters: ids, then the request, with a question mark if it is optional. */
  readonly call: string;
  /** The request it sends; `undefined` for a method that sends several. */
  readonly request: ApiRequest | undefined;
  readonly isList: boolean;
}

/** Sections about the methods that send several requests. */
const LINK_OF_METHOD: Readonly<Record<string, string>> = {
  'files.download': '[Download a file](#download-a-file)',
  'files.upload': '[Upload a file](#upload-a-file)',
  'files.uploadVersion': '[Upload a version](#upload-a-version)',
};

const BEGIN = '<!-- operations: written by `npm run docs` -->';
const END = '<!-- end of operations -->';

/**
 * Replaces the table of operations between its two markers.
 *
 * @throws Error if the document lacks a marker or repeats the first one.
 */
export function withOperations(document: string): { readonly text: string; readonly operations: number } {
  const [before, rest, ...others] = document.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined || others.length > 0)
    throw new Error(`The document has no place for the table: expected ${BEGIN} once, then ${END}.`);
  const rows = operationRows();
  const table = ['| method | HTTP | path | note |', '|---|---|---|---|', ...rows].join('\n');
  return { text: `${before}${BEGIN}\n\n${table}\n\n${END}${after}`, operations: rows.length };
}

/** Returns a Markdown row for each method of the client, sorted by name. */
function operationRows(): readonly string[] {
  const stable = new Set(methodsOf(new StableResources(new RequestRecorder())));
  const sender = new RequestRecorder();
  const resources = new ExperimentalResources(sender);
  return methodsOf(resources)
    .toSorted()
    .map((name) => rowOf(readMethod(resources, name, sender), stable.has(name)));
}

function rowOf({ name, call, request, isList }: Method, isStable: boolean): string {
  const note = [isList && 'list', !isStable && 'experimental'].filter(Boolean).join(', ');
  if (!request) return `| \`${name}(${call})\` | | | several calls: ${linkOf(name)} |`;
  return `| \`${name}(${call})\` | ${request.method} | \`${decodeURIComponent(request.path)}\` | ${note}${note && ' '}|`;
}

function linkOf(name: string): string {
  const link = LINK_OF_METHOD[name];
  if (link === undefined)
    throw new Error(`The method ${name} sends several requests. Add its section to LINK_OF_METHOD.`);
  return link;
}

/** Calls the method with placeholders for its ids, and reads the request that it would send. */
function readMethod(resources: object, name: string, sender: RequestRecorder): Method {
  const [resourceName = '', methodName = ''] = name.split('.');
  const resource: unknown = Reflect.get(resources, resourceName);
  const method: unknown = Reflect.get(Object(resource), methodName);
  if (typeof method !== 'function') throw new Error(`The client has no method ${name}.`);
  const parameters = parametersOf(String(method));
  const ids = parameters.filter((parameter) => parameter.endsWith('Id'));
  const request = parameters.slice(ids.length).filter((parameter) => !parameter.startsWith('options'));
  sender.recorded = undefined;
  const result: unknown = Reflect.apply(method, resource, [...ids.map((id) => `{${snakeCase(id)}}`), {}]);
  void Promise.resolve(result).catch(() => undefined);
  return {
    name,
    call: [...ids, ...request.map((parameter) => (/=[^=]*$/.test(parameter) ? 'request?' : 'request'))].join(', '),
    request: sender.recorded,
    isList: typeof result === 'object' && result !== null && Symbol.asyncIterator in result,
  };
}

/** Returns the parameters in the source text of a method, such as `accountId`, `request = {}`, `{ data, ...query }`. */
function parametersOf(source: string): readonly string[] {
  const parameters: string[] = [''];
  let depth = 0;
  for (const character of source.slice(source.indexOf('(') + 1)) {
    if (character === ')' && depth === 0) break;
    depth += { '{': 1, '(': 1, '}': -1, ')': -1 }[character] ?? 0;
    if (character === ',' && depth === 0) parameters.push('');
    else parameters.push(`${parameters.pop()}${character}`);
  }
  return parameters.map((parameter) => parameter.trim()).filter(Boolean);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Records the last request and sends nothing. */
class RequestRecorder implements ApiSender {
  readonly clock = systemClock;
  recorded: ApiRequest | undefined;

  send(request: ApiRequest): Promise<never> {
    this.recorded = request;
    return Promise.reject(new Error('The recorder sends no request.'));
  }
}
