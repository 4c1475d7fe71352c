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

interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Whether the request changed something. */
  readonly hasEffect?: boolean;
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
  /** Services that have the next effect, and drop the connection instead of answering. */
  readonly losesResponse = new Set<string>();
  /** Services that answer the next request with 429. */
  readonly limitsRate = new Set<string>();

  readonly listener: Listener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const [, service = '', path = ''] = /^\/([a-z]+)(.*)$/.exec(url) ?? [];
    const body = String((await readBody(request, 1_000_000)) ?? '');
    const token = String(headers.authorization ?? '').replace('Bearer ', '');
    if (this.limitsRate.delete(service)) {
      json(response, 429, {}, { 'retry-after': '30' });
      return;
    }
    if (service === 'originals') {
      this.#sendOriginal(path, headers.range ?? '', response);
      return;
    }
    const answer = this.#answerTo(service, { method, path, token, body, headers });
    if (answer.hasEffect && this.losesResponse.delete(service)) response.destroy();
    else json(response, answer.status, answer.body);
  };

  #answerTo(service: string, call: ServiceCall): ServiceAnswer {
    if (service === 'slack') return this.#slack(call);
    if (service === 'notion') return this.#notion(call);
    return service === 'linear' ? this.#linear(call) : this.#transcoder(call);
  }

  #slack({ path, token, body }: ServiceCall): ServiceAnswer {
    const form = new URLSearchParams(body);
    if (token !== this.tokens.slack) return { status: 200, body: { ok: false, error: 'invalid_auth' } };
    if (path === '/conversations.history') {
      const hasMetadata = form.get('include_all_metadata') === 'true';
      const messages = this.slackMessages.map(({ text, metadata }) => (hasMetadata ? { text, metadata } : { text }));
      return { status: 200, body: { ok: true, messages, response_metadata: { next_cursor: '' } } };
    }
    const metadata = JSON.parse(form.get('metadata') ?? 'null');
    this.slackMessages.push({ channel: form.get('channel'), text: form.get('text'), metadata });
    return { status: 200, body: { ok: true }, hasEffect: true };
  }

  #notion({ path, token, body, headers }: ServiceCall): ServiceAnswer {
    if (token !== this.tokens.notion || !headers['notion-version']) return UNAUTHORIZED;
    const request = JSON.parse(body);
    if (path.endsWith('/query')) {
      const { property, rich_text } = request.filter;
      return {
        status: 200,
        body: { results: this.notionPages.filter((page) => textOf(page, property) === rich_text.equals) },
      };
    }
    this.notionPages.push(request);
    return { status: 200, body: { object: 'page' }, hasEffect: true };
  }

  #linear({ token, body }: ServiceCall): ServiceAnswer {
    if (token !== this.tokens.linear) return UNAUTHORIZED;
    const { query, variables } = JSON.parse(body);
    if (!query.startsWith('mutation')) {
      const nodes = this.linearIssues.has(variables.id) ? [{ id: variables.id }] : [];
      return { status: 200, body: { data: { issues: { nodes } } } };
    }
    const { id } = variables.input;
    if (this.linearIssues.has(id)) return { status: 200, body: { errors: [{ message: 'The id is in use' }] } };
    this.linearIssues.set(id, variables.input);
    return { status: 200, body: { data: { issueCreate: { success: true } } }, hasEffect: true };
  }

  #transcoder({ method, path, token, body }: ServiceCall): ServiceAnswer {
    if (token !== this.tokens.transcoder) return UNAUTHORIZED;
    const id = path.replace('/jobs/', '');
    const job = this.jobs.get(id);
    if (method === 'GET') return { status: job ? 200 : 404, body: job ?? {} };
    this.jobStarts += 1;
    const started = job ?? { status: 'running', source_url: JSON.parse(body).source_url };
    this.jobs.set(id, started);
    return { status: 200, body: started, hasEffect: true };
  }

  #sendOriginal(path: string, range: string, response: ServerResponse): void {
    const bytes = this.originals.get(path.slice(1));
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    if (bytes && first !== undefined) response.writeHead(206).end(bytes.subarray(Number(first), Number(last) + 1));
    else response.writeHead(404).end();
  }
}

const UNAUTHORIZED: ServiceAnswer = { status: 401, body: {} };

/** Returns the text of a property of a Notion page. */
function textOf(page: Json, property: string): unknown {
  const { properties } = JSON.parse(JSON.stringify(page));
  return properties[property].rich_text[0].text.content;
}
