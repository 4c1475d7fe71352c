import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { App } from 'frameio-lambda';
import { withOperations } from '../../docs/operations-table.ts';
import { RESOURCE_OF_EVENT } from '../../lib/events/event-map.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { json } from '../support/scripted-server.ts';
import { type RecipeStage, startRecipeStage } from './recipe-stage.ts';

const FROM_V2 = readDocument('docs/migrate-from-v2.md');
const FROM_FRAMEIO_KIT = readDocument('docs/migrate-from-frameio-kit.md');

/** What `frameio_kit/__init__.py` exports (billyshambrook/frameio-kit). */
const EXPORTS_OF_FRAMEIO_KIT = [
  ['ActionHandlerFunc', 'App', 'AuthCompleteContext', 'OnAuthCompleteFunc', 'WebhookHandlerFunc', 'Client'],
  ['get_install_config', 'get_request', 'get_user_token', 'verify_signature', 'OpenTelemetryMiddleware'],
  [
    'ActionEvent',
    'Resource',
    'ResourceType',
    'WebhookEvent',
    'AnyEvent',
    'Account',
    'Project',
    'User',
    'Workspace',
    'Middleware',
    'NextFunc',
    'OAuthConfig',
  ],
  ['ConfigurationError', 'EventValidationError', 'FrameioKitError', 'InstallationError', 'InstallationNotFoundError'],
  ['OAuthError', 'SecretResolutionError', 'SignatureVerificationError', 'TokenExchangeError', 'TokenRefreshError'],
  ['ActionRecord', 'InstallField', 'Installation', 'WebhookRecord', 'MemoryStorage', 'Storage', 'DynamoDBStorage'],
  ['AnyResponse', 'CheckboxField', 'Form', 'FormField', 'LinkField', 'Message', 'SelectField', 'SelectOption'],
  ['TextareaField', 'TextField'],
].flat();

/** Options of frameio-kit's `App`. */
const OPTIONS_OF_FRAMEIO_KIT = [
  ['token', 'api_url', 'middleware', 'oauth', 'storage', 'encryption_key', 'install', 'install_session_ttl'],
  ['base_url', 'allowed_accounts', 'install_fields', 'name', 'description', 'logo_url', 'primary_color'],
  ['accent_color', 'custom_css', 'show_powered_by'],
].flat();

/** Guides of frameio-kit. */
const GUIDES_OF_FRAMEIO_KIT = [
  ['Concepts', 'Installation', 'Quickstart', 'App Configuration', 'Webhooks', 'Custom Actions', 'Client API'],
  [
    'Middleware',
    'Mounting',
    'Embedding in FastAPI',
    'OpenTelemetry',
    'User Authentication',
    'Self-Service Installation',
  ],
].flat();

describe('the guide for V2', () => {
  it('names the path and the HTTP method of each client method', () => {
    const { text } = withOperations(TABLE_MARKERS);
    const rows = [...FROM_V2.matchAll(/^\| `(?:GET|POST|PUT|DELETE) \/v2[^|]*\|([^|]*)\|([^|]*)\|$/gm)];
    expect(rows.length).toBeGreaterThan(30);
    for (const [, v4 = '', here = ''] of rows) {
      const requests = [...v4.matchAll(/`([A-Z]+) ([^`]+)`/g)];
      const methods = [...here.matchAll(/`(\w+\.\w+)\(/g)].map(([, method]) => method);
      for (const [index, [, verb, path = '']] of requests.entries()) {
        const method = methods[index] ?? methods[0];
        if (method === 'files.upload') continue; // several calls
        const full = path.replace('/A/', '/v4/accounts/{account_id}/');
        expect(text).toMatch(new RegExp(`^\\| \`${method}\\([^|]*\\| ${verb} \\| \`${escapeRegExp(full)}\` \\|`, 'm'));
      }
    }
  });

  it('contains every event of V4, and no other', () => {
    const section = FROM_V2.split('\n## Events\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \|/gm)].slice(1);
    const names = rows.flatMap(([, v2 = '', v4 = '']) => namesIn(v4.startsWith('the same') ? v2 : v4));
    expect([...new Set(names)].sort()).toEqual(Object.keys(RESOURCE_OF_EVENT).sort());
  });
});

describe('the guide for frameio-kit', () => {
  it.each(EXPORTS_OF_FRAMEIO_KIT)('contains the export %s', (name) => {
    expect(FROM_FRAMEIO_KIT).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it.each(OPTIONS_OF_FRAMEIO_KIT)('contains the option %s', (name) => {
    expect(FROM_FRAMEIO_KIT).toContain(`\`${name}=`);
  });

  it.each(GUIDES_OF_FRAMEIO_KIT)('contains the guide %s', (name) => {
    expect(FROM_FRAMEIO_KIT.split('\n## Guides\n')[1]).toContain(name);
  });
});

describe('an example of the guides', () => {
  const environment = { ...process.env };
  let stage: RecipeStage;
  let project: DocumentProject | undefined;
  beforeAll(async () => {
    stage = await startRecipeStage();
    Object.assign(process.env, stage.variables);
  });
  afterAll(async () => {
    process.env = environment;
    await stage.close();
    project?.remove();
  });

  async function appOf(document: string): Promise<App> {
    project = projectOf(document);
    const { app } = await import(join(project.folder, 'functions/app.ts'));
    if (!(app instanceof App)) throw new Error('The example exports no app.');
    return app;
  }

  it('handles the events that replace an event of V2', async () => {
    const app = await appOf(FROM_V2);
    const { id } = stage.frameioState.addFile({ name: 'A.mov', fileSize: 1 });
    const folderId = stage.frameioState.project.root_folder_id;
    expect(await stage.deliver(app, { type: 'file.created', resourceId: id })).toBe('completed');
    expect(await stage.deliver(app, { type: 'folder.created', resourceId: folderId })).toBe('completed');
    expect(stage.calls.slice(-2)).toEqual([expect.stringMatching(`/files/${id}$`), expect.stringMatching(folderId)]);
  });

  it('does what the handler in Python does', async () => {
    const app = await appOf(FROM_FRAMEIO_KIT);
    const { id } = stage.frameioState.addFile({ name: 'A.mov', fileSize: 1 });
    expect(await stage.deliver(app, { type: 'file.ready', resourceId: id })).toBe('completed');
    expect(stage.frameioState.commentsOf(id).map(({ text }) => text)).toEqual(['A.mov is processed.']);
  });

  it('replaces the events of disabled webhooks and enables them', async () => {
    const updates: unknown[] = [];
    const disabled = { id: 'disabled', name: 'Old', active: false, events: ['asset.created', 'comment.created'] };
    const server = await listen(async (request, response) => {
      if (request.method === 'PATCH') {
        updates.push({ url: request.url, ...JSON.parse(String(await readBody(request, 10_000))) });
      }
      const list = [disabled, { ...disabled, id: 'enabled', active: true }];
      json(response, 200, { data: request.method === 'GET' ? list : disabled, links: { next: null } });
    });
    project = projectOf(FROM_V2);
    Object.assign(process.env, { FRAMEIO_TOKEN: 'token', FRAMEIO_BASE_URL: server.url });
    const { argv } = process;
    process.argv = ['node', 'enable-webhooks.ts', 'account', 'workspace'];
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(join(project.folder, 'enable-webhooks.ts'));
    expect(log.mock.calls).toEqual([['Old: file.created, folder.created, comment.created']]);
    expect(updates).toEqual([
      {
        url: '/v4/accounts/account/webhooks/disabled',
        data: { active: true, events: ['file.created', 'folder.created', 'comment.created'] },
      },
    ]);
    log.mockRestore();
    process.argv = argv;
    await server.close();
  });
});

/** A document in which `withOperations` writes the table of the client's methods. */
const TABLE_MARKERS = '<!-- operations: written by `npm run docs` -->\n<!-- end of operations -->';

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([a-z.]+)`/g)].map(([, name = '']) => name);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[{}/.]/g, '\\$&');
}
