import { type GenuineRequest, withHeader } from './genuine-request.ts';
import type { HostileCase } from './hostile-case.ts';

const NAME = 'x-frameio-request-timestamp';

/** A case with a timestamp that is part of a correct signature. */
function stamped(name: string, timestamp: (now: number) => string): HostileCase {
  return [
    `a timestamp ${name}`,
    ({ body, now, signed }: GenuineRequest) => signed(body, { timestamp: timestamp(now) }),
  ];
}

/** Timestamps that are malformed, too old or too far ahead, with a correct signature. */
export const INVALID_TIMESTAMPS: readonly HostileCase[] = [
  ['no timestamp', ({ delivery }) => withHeader(delivery, NAME, undefined)],
  stamped('that is empty', () => ''),
  stamped('that is NaN', () => 'NaN'),
  stamped('with an exponent', () => '1e10'),
  stamped('in hexadecimal', () => '0x10'),
  stamped('with spaces around it', (now) => ` ${now} `),
  stamped('with a separator', (now) => `${now}`.replace(/(\d{3})$/, '_$1')),
  stamped('in full-width digits', (now) =>
    `${now}`.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  ),
  stamped('with letters after it', (now) => `${now}junk`),
  stamped('with a fraction', (now) => `${now}.0`),
  stamped('with a leading zero', (now) => `0${now}`),
  stamped('with a plus sign', (now) => `+${now}`),
  stamped('that is negative', (now) => `-${now}`),
  stamped('that is zero', () => '0'),
  stamped('of 2^53', () => '9007199254740992'),
  stamped('of thirty digits', () => '1'.repeat(30)),
  stamped('in milliseconds', (now) => `${now}000`),
  stamped('that is 301 seconds old', (now) => `${now - 301}`),
  // A minute of room: time passes between the signature and the check.
  stamped('that is 360 seconds ahead', (now) => `${now + 360}`),
  stamped('that is ten years ahead', (now) => `${now + 315_360_000}`),
  ['a timestamp that was changed after it was signed', ({ delivery, now }) => withHeader(delivery, NAME, `${now - 1}`)],
];
