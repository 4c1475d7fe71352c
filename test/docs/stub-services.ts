import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';
import { json } from '../support/scripted-server.ts';

/** A request to one of the services. */
interface ServiceCall {
  readonly method: string;
  /** Path below the name of the service. */
  readonly path: string;
  readonly token: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

interface SlackMessage {
  readonly channel: string | null;
  readonly text: string | null;
  readonly metadata: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** The services that the recipes call, under one address: `/slack`, `/notion`, `/linear`, `/transcoder` and `/originals`. */
export class StubServices {
  /** The tokens that the services accept. */
  readonly tokens = { slack: 'xoxb-current', notion: 'ntn_current', linear: 'lin_api_current', transcoder: 'current' };
  readonly slackMessages: SlackMessage[] = [];
  readonly notionPages: Json[] = [];
  /** Issues by id. */
  readonly linearIssues = new Map<string, Json>();
  /** Jobs by id, with their status. */
  readonly jobs = new Map<string, Json>();
  /** Requests that started a job. */
  jobStarts = 0;
  /** Contents of files, by id. */
  readonly originals = new Map<string, Buffer>();
  /** Ranges that were read. */
  readonly readRanges: string[] = [];
  /** Services that have the next effect, and drop the connection instead of answering. */
  readonly losesResponse = new Set<string>();
  /** Services that answer the next request with 429. */
  readonly limitsRate = new Set<string>();

  readonly listener: Listener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const [, service = '', rest = ''] = /^\/([a-z]+)(.*)$/.exec(url) ?? [];
    const body = String((await readBody(request, 1_000_000)) ?? '');
    const token = String(headers.authorization ?? '').replace('Bearer ', '');
    const call = { method, path: rest, token, body, headers };
    if (this.limitsRate.delete(service)) json(response, 429, {}, { 'retry-after': '30' });
    else if (service === 'slack') this.#slack(call, response);
    else if (service === 'notion') this.#notion(call, response);
    else if (service === 'linear') this.#linear(call, response);
    else if (service === 'transcoder') this.#transcoder(call, response);
    else this.#original(call, response);
  };

  #slack({ path, token, body }: ServiceCall, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    if (token !== this.tokens.slack) return json(response, 200, { ok: false, error: 'invalid_auth' });
    if (path === '/conversations.history') {
      const isComplete = form.get('include_all_metadata') === 'true';
      const messages = this.slackMessages.map(({ text, metadata }) => (isComplete ? { text, metadata } : { text }));
      return json(response, 200, { ok: true, messages, response_metadata: { next_cursor: '' } });
    }
    const metadata = JSON.parse(form.get('metadata') ?? 'null');
    this.slackMessages.push({ channel: form.get('channel'), text: form.get('text'), metadata });
    this.#answer('slack', response, { ok: true });
  }

  #notion({ path, token, body, headers }: ServiceCall, response: ServerResponse): void {
    if (token !== this.tokens.notion || !headers['notion-version']) return json(response, 401, {});
    const request = JSON.parse(body);
    if (path.endsWith('/query')) {
      const { property, rich_text } = request.filter;
      const results = this.notionPages.filter((page) => keyIn(page, property) === rich_text.equals);
      return json(response, 200, { results });
    }
    this.notionPages.push(request);
    this.#answer('notion', response, { object: 'page' });
  }

  #linear({ token, body }: ServiceCall, response: ServerResponse): void {
    if (token !== this.tokens.linear) return json(response, 401, {});
    const { query, variables } = JSON.parse(body);
    if (!query.startsWith('mutation')) {
      const nodes = this.linearIssues.has(variables.id) ? [{ id: variables.id }] : [];
      return json(response, 200, { data: { issues: { nodes } } });
    }
    const { id } = variables.input;
    if (this.linearIssues.has(id)) return json(response, 200, { errors: [{ message: 'The id is in use' }] });
    this.linearIssues.set(id, variables.input);
    this.#answer('linear', response, { data: { issueCreate: { success: true } } });
  }

  #transcoder({ method, path, token, body }: ServiceCall, response: ServerResponse): void {
    if (token !== this.tokens.transcoder) return json(response, 401, {});
    const id = path.replace('/jobs/', '');
    const job = this.jobs.get(id);
    if (method === 'GET') return json(response, job ? 200 : 404, job ?? {});
    this.jobStarts += 1;
    const started = job ?? { status: 'running', source_url: JSON.parse(body).source_url };
    this.jobs.set(id, started);
    this.#answer('transcoder', response, started);
  }

  #original({ path, headers }: ServiceCall, response: ServerResponse): void {
    const bytes = this.originals.get(path.slice(1));
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    if (!bytes || first === undefined) return json(response, 404, {});
    this.readRanges.push(headers.range ?? '');
    response.writeHead(206).end(bytes.subarray(Number(first), Number(last) + 1));
  }

  #answer(service: string, response: ServerResponse, body: unknown): void {
    if (this.losesResponse.delete(service)) response.destroy();
    else json(response, 200, body);
  }
}

/** Returns the text of a property of a Notion page. */
function keyIn(page: Json, property: string): unknown {
  const { properties } = JSON.parse(JSON.stringify(page));
  return properties[property].rich_text[0].text.content;
}
