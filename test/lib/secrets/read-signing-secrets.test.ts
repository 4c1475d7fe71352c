import { describe, expect, it } from '@jest/globals';
import { readSigningSecrets } from '../../../lib/secrets/read-signing-secrets.ts';

const FIRST = 'abcdefghijklmnop';
const SECOND = 'a-second-signing-secret';
const WEBHOOK = {
  id: '6f2c3b8e-1a57-4e0b-9f5d-7d2a0c9b1e34',
  name: 'production-webhook-of-dailies',
  url: 'https://abc123.execute-api.eu-central-1.amazonaws.com/frameio',
  workspace_id: 'bffe8bcf-3cac-4945-9c7e-569caa5de5bd',
  events: ['file.ready'],
  created_at: '2026-02-12T21:34:58.501275Z',
  updated_at: 'a-text-in-a-field-that-is-no-secret',
};
const { id: _, url: __, workspace_id: ___, ...PARTIAL_WEBHOOK } = WEBHOOK;
const json = (value: unknown) => JSON.stringify(value);

it.each([
  { name: 'one secret', text: FIRST, usable: [FIRST] },
  { name: 'one secret without white space around it', text: ` \ufeff${FIRST}\r\n`, usable: [FIRST] },
  { name: 'several secrets by name', text: json({ webhook: FIRST, action: ` ${SECOND} ` }), usable: [FIRST, SECOND] },
  { name: 'secrets in JSON behind white space', text: ` \n${json({ webhook: FIRST })}`, usable: [FIRST] },
  { name: 'only values that are set', text: json({ webhook: FIRST, action: '', later: 'TODO' }), usable: [FIRST] },
  { name: 'only the secret of a webhook', text: json({ ...WEBHOOK, secret: FIRST }), usable: [FIRST] },
  {
    name: 'only the secret of a part of a webhook',
    text: json({ ...PARTIAL_WEBHOOK, secret: FIRST }),
    usable: [FIRST],
  },
  { name: 'only the secret of a response', text: json({ data: { ...WEBHOOK, secret: FIRST } }), usable: [FIRST] },
  {
    name: 'only the secrets of several webhooks',
    text: json({ dailies: { ...WEBHOOK, secret: FIRST }, trailers: { ...WEBHOOK, secret: SECOND } }),
    usable: [FIRST, SECOND],
  },
  { name: 'nothing in a webhook without its secret', text: json(WEBHOOK), usable: [] },
])('reads $name', ({ text, usable }) => {
  expect(readSigningSecrets(text).flatMap(({ secret }) => secret ?? [])).toEqual(usable);
});

describe('refuses', () => {
  it.each([
    ['', 'empty'],
    [' \n\t', 'empty'],
    ['REPLACE_ME', 'placeholder'],
    ['<signing secret>', 'placeholder'],
    ['your-signing-secret-here', 'placeholder'],
    ['https://example.com/webhook', 'url'],
    ['HTTPS://EXAMPLE.COM', 'url'],
    ['//example.com/webhook', 'url'],
    ['abc123.execute-api.eu-central-1.amazonaws.com/frameio', 'url'],
    ['www.example.com', 'url'],
    ['postgres+ssl://example', 'url'],
    ['s3://bucket/with/objects', 'url'],
    ['localhost.localdomain:8080/frameio', 'url'],
    ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:name', 'url'],
    [WEBHOOK.id, 'uuid'],
    [WEBHOOK.id.toUpperCase(), 'uuid'],
    [`urn:uuid:${WEBHOOK.id}`, 'uuid'],
    ['2026-02-12T21:34:58.501275Z', 'date'],
    ['2026-02-12', 'date'],
    ['a text with white space', 'invalid_characters'],
    ['a-secret-with-an-umlaut-ü', 'invalid_characters'],
    [FIRST.slice(1), 'too_short'],
  ])('%j: %s', (value, reason) => {
    expect(readSigningSecrets(value)).toEqual([{ key: undefined, reason }]);
    expect(readSigningSecrets(json({ webhook: value, other: SECOND }))).toEqual([
      { key: 'webhook', reason },
      { key: 'other', secret: SECOND },
    ]);
  });

  it.each([
    ['{ not json', [{ key: undefined, reason: 'malformed_json' }]],
    ['{}', []],
    ['{"webhook":42}', [{ key: 'webhook', reason: 'not_text' }]],
    ['{"webhook":{"a":"abcdefghijklmnop"}}', [{ key: 'webhook', reason: 'not_text' }]],
    ['{"env":"prod"}', [{ key: 'env', reason: 'too_short' }]],
    [
      '{"data":{"id":"1","secret":"TODO"}}',
      [
        { key: 'data.id', reason: 'other_field' },
        { key: 'data.secret', reason: 'placeholder' },
      ],
    ],
  ])('%s', (text, refused) => {
    expect(readSigningSecrets(text)).toEqual(refused);
  });
});

it.each([
  'a-secret-that-contains//two-slashes',
  'a.secret.with.dots.and.no.path',
  'a-secret-with-arn:aws',
  'a-secret-with-2026-02-12',
  `a${WEBHOOK.id}`,
  `${WEBHOOK.id}a`,
])('accepts %j', (secret) => {
  expect(readSigningSecrets(secret)).toEqual([{ key: undefined, secret }]);
});

it.each(['id', 'url', 'workspace_id'])('reads only the secret of an object with the field %s', (field) => {
  expect(readSigningSecrets(json({ [field]: SECOND, secret: FIRST }))).toEqual([
    { key: field, reason: 'other_field' },
    { key: 'secret', secret: FIRST },
  ]);
});

it('reads an object with only a secret, or only a name, as names of secrets', () => {
  expect(readSigningSecrets(json({ secret: FIRST, other: SECOND }))).toEqual([
    { key: 'secret', secret: FIRST },
    { key: 'other', secret: SECOND },
  ]);
  expect(readSigningSecrets(json({ name: FIRST }))).toEqual([{ key: 'name', secret: FIRST }]);
});

it('repeats a long name without digits, and a short one with digits', () => {
  expect(readSigningSecrets(json({ 'webhook-of-the-dailies': '', 'webhook-2': '' }))).toEqual([
    { key: 'webhook-of-the-dailies', reason: 'empty' },
    { key: 'webhook-2', reason: 'empty' },
  ]);
});

it('does not repeat a secret in the place of its name', () => {
  expect(readSigningSecrets('{"4f1c2a7be05d9836c1e4b7a2":"prod"}')).toEqual([{ key: '4f1…', reason: 'too_short' }]);
  expect(readSigningSecrets('{"4f1c2a7be05d9836":"prod"}')).toEqual([{ key: '4f1…', reason: 'too_short' }]);
});

it.each(['studio-berlin-2026', 'transcode.prores-422'])('shows the name %s, which consists of words', (name) => {
  expect(readSigningSecrets(JSON.stringify({ [name]: 'prod' }))).toEqual([{ key: name, reason: 'too_short' }]);
});
