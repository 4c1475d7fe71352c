import { Server, Socket } from 'node:net';
import { Writable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { App, MemoryStore, NotFoundError, PermanentError, RetryLater } from 'frameio-lambda';
import { type TestApp, testApp } from 'frameio-lambda/testing';

/** An app that comments on each ready file, and fails as the file's name asks it to. */
const app = new App({
  env: { REVIEWER: { type: 'string', default: 'nobody' } },
  secrets: { slack: {} },
  store: true,
});

app.onWebhook('file.ready', async ({ event, client, logger, env, attempt }) => {
  const { data: file } = await client.files.show(event.accountId, event.resourceId);
  logger.info('file seen', { name: file.name });
  if (file.name.startsWith('broken')) throw new TypeError(`cannot read ${file.name}`);
  if (file.name.startsWith('rejected')) throw new PermanentError('nobody wants it');
  if (file.name.startsWith('early') && attempt === 1) throw new RetryLater(30_000);
  const text = `${file.name} is ready, ${env.REVIEWER}.`;
  await client.comments.create(event.accountId, event.resourceId, { data: { text } });
});

app.onWebhook('comment.created', ({ event, logger }) => logger.info('comment seen', { id: event.resourceId }));

app.onWebhook('file.updated', async ({ store, secrets, enqueue, event }) => {
  await store.put('last', event.resourceId);
  await enqueue('archive', { fileId: event.resourceId, token: await secrets.get('slack') });
});

app.onJob('archive', async ({ payload, client }) => {
  const { fileId } = Object(payload);
  const { data: user } = await client.users.show();
  if (fileId === 'unknown') throw new Error(`${user.name} cannot archive it`);
});

describe('send', () => {
  it('runs the handlers of an event about a new file', async () => {
    const t = await testApp(app);
    await t.send('file.ready', { name: 'Take 1.mov' });
    expect(t.comments).toEqual(['Take 1.mov is ready, nobody.']);
  });

  it('returns what Frame.io received and what each handler did', async () => {
    const t = await testApp(app);
    expect(await t.send('file.ready')).toMatchObject({
      type: 'file.ready',
      status: 200,
      outcome: 'completed',
      handlers: [{ name: 'file.ready', outcome: 'completed', attempts: 1 }],
    });
    expect(await t.send('folder.created')).toMatchObject({ status: 200, outcome: 'unhandled', handlers: [] });
    expect(t.deliveries.map(({ type }) => type)).toEqual(['file.ready', 'folder.created']);
  });

  it('sends an event about an existing file, and about one that does not exist', async () => {
    const t = await testApp(app);
    const file = t.frameio.addFile({ name: 'Take 2.mov' });
    await t.send('file.ready', file);
    expect(t.frameio.commentsOn(file)).toMatchObject([{ text: 'Take 2.mov is ready, nobody.', file_id: file.id }]);
    await expect(t.send('file.ready', { id: '378fcbf7-6f88-4224-8139-6a743ed940b2' })).rejects.toThrow(NotFoundError);
  });

  it('throws what a handler threw', async () => {
    const t = await testApp(app);
    await expect(t.send('file.ready', { name: 'broken.mov' })).rejects.toThrow(new TypeError('cannot read broken.mov'));
    expect(t.deliveries).toMatchObject([
      {
        status: 202,
        outcome: 'queued',
        handlers: [{ outcome: 'failed', error: new TypeError('cannot read broken.mov') }],
      },
    ]);
  });

  it('throws what a job threw', async () => {
    const t = await testApp(app, { secrets: { slack: 'xoxb-token' } });
    await expect(t.send('file.updated', { id: 'unknown' })).rejects.toThrow('cannot archive it');
    expect(t.jobs).toMatchObject([{ name: 'archive', payload: { fileId: 'unknown' }, outcome: 'failed' }]);
  });

  it('throws no error of a handler that asked to run later', async () => {
    const t = await testApp(app);
    expect(await t.send('file.ready', { name: 'early.mov' })).toMatchObject({ handlers: [{ outcome: 'postponed' }] });
    expect(t.comments).toEqual([]);
  });

  it('skips a comment of the app itself, and handles that of a person', async () => {
    const t = await testApp(app);
    expect(await t.send('comment.created', { text: 'Nice' })).toMatchObject({ handlers: [{ outcome: 'completed' }] });
    const own = await t.send('comment.created', { text: 'Done' }, { user: 'app' });
    expect(own).toMatchObject({ handlers: [{ outcome: 'skipped' }] });
  });

  it('runs the handlers after the answer in the delivery mode "queued"', async () => {
    const t = await testApp(app, { deliveryMode: 'queued' });
    expect(await t.send('file.ready', { name: 'Take 1.mov' })).toMatchObject({ status: 202, outcome: 'queued' });
    expect(t.comments).toEqual(['Take 1.mov is ready, nobody.']);
  });

  it('runs a handler once when a delivery is resent', async () => {
    const t = await testApp(app);
    const first = await t.send('file.ready', { name: 'Take 1.mov' });
    await t.advance('15 seconds');
    expect(await t.resend(first)).toMatchObject({ status: 200, handlers: [{ outcome: 'duplicate' }] });
    expect(t.comments).toHaveLength(1);
  });

  it('throws when the endpoint refuses the event', async () => {
    const t = await testApp(new App({ signingSecrets: 'https://example.com' }));
    await expect(t.send('file.ready')).rejects.toThrow('There is no usable signing secret');
  });
});

describe('the app under test', () => {
  it('reads the given variables and secrets, and stores values', async () => {
    const t = await testApp(app, { env: { REVIEWER: 'Robin' }, secrets: { slack: 'xoxb-token' } });
    const { resourceId } = await t.send('file.updated');
    expect(t.jobs).toMatchObject([{ name: 'archive', payload: { token: 'xoxb-token' }, outcome: 'completed' }]);
    expect(await t.store.get('last')).toBe(resourceId);
    await t.send('file.ready', { name: 'Take 1.mov' });
    expect(t.comments).toEqual(['Take 1.mov is ready, Robin.']);
    const other = await testApp(app);
    await other.send('file.ready', { name: 'Take 1.mov' });
    expect(other.comments).toEqual(['Take 1.mov is ready, nobody.']);
  });

  it('does not see the files, comments and stored values of another test', async () => {
    const [one, two] = [await testApp(app), await testApp(app)];
    await Promise.all([one.send('file.ready', { name: 'One.mov' }), two.send('file.ready', { name: 'Two.mov' })]);
    expect([one, two].map(({ comments }) => comments.length)).toEqual([1, 1]);
    expect(one.comments[0]).toContain('One.mov');
    expect(await two.store.get('last')).toBeUndefined();
  });

  it('logs to the test, and calls the API of the test', async () => {
    const t = await testApp(app);
    await t.send('file.ready', { name: 'Take 1.mov' });
    expect(t.logs).toContainEqual(expect.objectContaining({ level: 'info', message: 'file seen', name: 'Take 1.mov' }));
    expect(t.api.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      'files.show 200',
      'comments.create 201',
    ]);
    const { data: user } = await t.run(() => app.client.users.show());
    expect(user).toMatchObject({ id: t.frameio.userId('app') });
  });

  it.each([
    { name: 'a token', options: { token: 'a-token-of-its-own' } },
    { name: 'credentials', options: { token: { clientId: 'id', clientSecret: 'secret' } } },
    {
      name: 'secrets and a store',
      options: { signingSecrets: 'a-signing-secret-of-its-own', store: new MemoryStore() },
    },
    { name: 'a base URL', options: { baseUrl: 'http://frameio.example:8080' } },
  ])('may have $name of its own', async ({ options }) => {
    const own = new App(options);
    own.onWebhook('file.ready', async ({ client, event }) => {
      await client.comments.create(event.accountId, event.resourceId, { data: { text: 'Hello' } });
    });
    const t = await testApp(own);
    await t.send('file.ready');
    expect(t.comments).toEqual(['Hello']);
  });

  it('finds what a person prepared, whose calls do not count', async () => {
    const t = await testApp(app);
    const { accountId, folderId, projectId, workspaceId } = t.frameio;
    t.frameio.fail('folders.create', 503);
    const { data: folder } = await t.asPerson((client) =>
      client.folders.create(accountId, folderId, { data: { name: 'Rushes' } }),
    );
    expect(folder).toMatchObject({ project_id: projectId });
    const { data: project } = await t.asPerson((client) => client.projects.show(accountId, projectId));
    expect(project).toMatchObject({ workspace_id: workspaceId });
    expect([t.api, t.frameio.events]).toEqual([[], []]);
    await t.advance('3 days');
    const { data: user } = await t.asPerson((client) => client.users.show());
    expect(user).toMatchObject({ id: t.frameio.userId('person') });
  });

  it('opens no port and no connection', async () => {
    const [listen, connect] = [jest.spyOn(Server.prototype, 'listen'), jest.spyOn(Socket.prototype, 'connect')];
    const t = await testApp(app);
    await t.send('file.ready');
    expect([listen.mock.calls, connect.mock.calls]).toEqual([[], []]);
    jest.restoreAllMocks();
  });

  it('uploads and downloads through memory', async () => {
    const files = new App();
    const received: Buffer[] = [];
    files.onWebhook('folder.created', async ({ client, event }) => {
      const { data: file } = await client.files.upload(event.accountId, event.resourceId, {
        name: 'notes.txt',
        body: Buffer.from('Take two'),
      });
      const to = new Writable({ write: (chunk, _, done) => done(void received.push(chunk)) });
      await client.files.download(event.accountId, file.id, { to });
    });
    const t = await testApp(files);
    await t.send('folder.created');
    expect(t.frameio.files).toMatchObject([{ name: 'notes.txt', status: 'transcoded' }]);
    expect(String(Buffer.concat(received))).toBe('Take two');
    expect(t.frameio.events.map(({ type }) => type)).toEqual(['file.created', 'file.upload.completed', 'file.ready']);
  });
});

describe('time', () => {
  it('runs a retry when it is due', async () => {
    const t = await testApp(app);
    await t.send('file.ready', { name: 'early.mov' });
    await t.advance('20 seconds');
    expect(t.comments).toEqual([]);
    await t.advance('15 seconds');
    expect(t.comments).toEqual(['early.mov is ready, nobody.']);
    expect(t.deliveries).toMatchObject([{ handlers: [{ outcome: 'completed', attempts: 2 }] }]);
  });

  it('gives up a handler that keeps failing, at the times of its retries', async () => {
    const t = await testApp(app);
    await t.send('file.ready', { name: 'broken.mov' }).catch(() => undefined);
    await t.advance('1 day');
    expect(t.deadLetters).toMatchObject([
      { handler: 'file.ready', attempts: 12, errorCode: 'handler_failed', body: { type: 'file.ready' } },
    ]);
    expect(t.deadLetters[0]?.reason).toContain('TypeError: cannot read broken.mov');
  });

  it('gives up a handler at once that no retry can help', async () => {
    const t = await testApp(app);
    await expect(t.send('file.ready', { name: 'rejected.mov' })).rejects.toThrow(PermanentError);
    expect(t.deadLetters).toMatchObject([{ errorCode: 'permanent', reason: 'PermanentError: nobody wants it' }]);
  });

  it('passes in the handlers too, and only there', async () => {
    const times: Date[] = [];
    const clocked = new App();
    clocked.onWebhook('file.ready', () => void times.push(new Date(), new Date(Date.now())));
    const t = await testApp(clocked);
    await t.advance('2 days');
    await t.send('file.ready');
    const ahead = times.map((time) => (time.getTime() - Date.now()) / 86_400_000);
    expect(ahead).toEqual([expect.closeTo(2, 1), expect.closeTo(2, 1)]);
    expect(times[0]).toBeInstanceOf(Date);
    expect(t.now.getTime() - Date.now()).toBeGreaterThan(86_400_000);
  });

  it('releases the lock of a handler that did not end in time', async () => {
    const hanging = new App();
    hanging.onWebhook('file.ready', async ({ attempt, signal }) => {
      if (attempt === 1)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const t = await testApp(hanging, { budgetMs: 500 });
    await t.send('file.ready').catch((error: unknown) => expect(error).toMatchObject({ code: 'handler_timed_out' }));
    expect(t.deliveries).toMatchObject([{ outcome: 'queued' }]);
    await t.advance('5 minutes');
    expect(t.deliveries).toMatchObject([{ handlers: [{ outcome: 'completed', attempts: 2 }] }]);
  });
});

describe('a fault of Frame.io', () => {
  async function failing(...fault: Parameters<TestApp['frameio']['fail']>) {
    const t = await testApp(app);
    t.frameio.fail(...fault);
    return t;
  }

  it('fails the next call of an operation, and the retry succeeds', async () => {
    const t = await failing('comments.create', 503);
    await expect(t.send('file.ready', { name: 'Take 1.mov' })).rejects.toMatchObject({ status: 503 });
    await t.advance('5 minutes');
    expect(t.comments).toEqual(['Take 1.mov is ready, nobody.']);
  });

  it('fails as often as it should', async () => {
    const t = await failing('files.show', 500, { times: 2 });
    await expect(t.send('file.ready')).rejects.toMatchObject({ status: 500 });
    await t.advance('1 hour');
    expect(t.deliveries).toMatchObject([{ handlers: [{ outcome: 'completed', attempts: 3 }] }]);
  });

  it('postpones a handler that meets a rate limit', async () => {
    const t = await failing('comments.create', 429);
    expect(await t.send('file.ready')).toMatchObject({ handlers: [{ outcome: 'postponed' }] });
    await t.advance('1 minute');
    expect(t.comments).toHaveLength(1);
  });

  it('leaves unknown whether a call took effect', async () => {
    const t = await failing('comments.create', 'reset_after_processing');
    await expect(t.send('file.ready')).rejects.toMatchObject({ isOutcomeUnknown: true });
    expect(t.comments).toHaveLength(1);
  });

  it('needs an operation that the client has', async () => {
    await expect(failing('comment.create', 503)).rejects.toThrow('The client has no method "comment.create"');
  });
});
