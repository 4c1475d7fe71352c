import { type GenuineRequest, withHeader } from './genuine-request.ts';
import type { HostileCase } from './hostile-case.ts';

const NAME = 'x-frameio-signature';

const signatureOf = ({ delivery }: GenuineRequest) => String(delivery.headers[NAME]);
const hexOf = (genuine: GenuineRequest) => signatureOf(genuine).slice(3);
const resigned = (genuine: GenuineRequest, signature: string | undefined) =>
  withHeader(genuine.delivery, NAME, signature);
const digestOf = ({ digest, now }: GenuineRequest, body: string, version = 'v0') => digest(`${version}:${now}:${body}`);

/** Signatures that Frame.io did not make. */
export const INVALID_SIGNATURES: readonly HostileCase[] = [
  ['no signature', (genuine) => resigned(genuine, undefined)],
  ['an empty signature', (genuine) => resigned(genuine, '')],
  ['a signature that is a version without a digest', (genuine) => resigned(genuine, 'v0=')],
  ['a signature that is a digest without a version', (genuine) => resigned(genuine, hexOf(genuine))],
  [
    'a signature of another version with its correct digest',
    (genuine) => resigned(genuine, `v1=${digestOf(genuine, genuine.body, 'v1')}`),
  ],
  ['the correct signature in upper case', (genuine) => resigned(genuine, `v0=${hexOf(genuine).toUpperCase()}`)],
  ['a signature with a digit too few', (genuine) => resigned(genuine, signatureOf(genuine).slice(0, -1))],
  ['a signature with a digit too many', (genuine) => resigned(genuine, `${signatureOf(genuine)}0`)],
  ['a signature with digits that are not hexadecimal', (genuine) => resigned(genuine, `v0=${'g'.repeat(64)}`)],
  ['a signature with characters beyond ASCII', (genuine) => resigned(genuine, `v0=é${hexOf(genuine).slice(1)}`)],
  ['a signature in full-width digits', (genuine) => resigned(genuine, `v0=${'０'.repeat(64)}`)],
  ['a signature of eight kilobytes', (genuine) => resigned(genuine, `v0=${'a'.repeat(8_192)}`)],
  ['a signature with one bit flipped', (genuine) => resigned(genuine, `v0=${flipLastBit(hexOf(genuine))}`)],
  [
    'a signature of the body and a newline',
    (genuine) => resigned(genuine, `v0=${digestOf(genuine, `${genuine.body}\n`)}`),
  ],
  [
    'a signature of the body without its final newline',
    ({ delivery }) => ({ ...delivery, body: `${delivery.body}\n` }),
  ],
  [
    'a signature made with the secret of another webhook',
    ({ body, signed }) => signed(body, { secret: 'the-secret-of-another-webhook' }),
  ],
  ['a signature made with an empty secret', ({ body, signed }) => signed(body, { secret: '' })],
  [
    'a signature of the same JSON in another form',
    (genuine) => resigned(genuine, `v0=${digestOf(genuine, JSON.stringify(JSON.parse(genuine.body), null, 1))}`),
  ],
  [
    'a wrong and a correct signature, joined',
    (genuine) => resigned(genuine, `v0=${'0'.repeat(64)},${signatureOf(genuine)}`),
  ],
  [
    'a wrong and a correct signature, in two headers',
    (genuine) => ({ ...genuine.delivery, multiValueHeaders: { [NAME]: ['v0=bad', signatureOf(genuine)] } }),
  ],
  ['the correct signature after a space', (genuine) => resigned(genuine, ` ${signatureOf(genuine)}`)],
  ['the correct signature before a space', (genuine) => resigned(genuine, `${signatureOf(genuine)} `)],
];

function flipLastBit(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes.writeUInt8(bytes.readUInt8(31) ^ 1, 31);
  return bytes.toString('hex');
}
