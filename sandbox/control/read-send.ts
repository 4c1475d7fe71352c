import { isRecord } from '../../lib/core/type-guards.ts';
import { FORGERY_NAMES, type ForgeryName, isForgeryName } from '../frameio/webhooks/forgeries.ts';
import { controlError, type Read, readFields } from './control-response.ts';

/** How the requests of a delivery differ from genuine ones. */
export interface RequestChanges {
  readonly forgery: ForgeryName | null;
  /** Signing secret in place of the right one. */
  readonly secret: string | undefined;
}

/** Deliveries to send. */
export interface SendRequest extends RequestChanges {
  /** Name of an event, or key of an action. */
  readonly type: string;
  /** Name or id of the file that the deliveries are about. */
  readonly file: string | undefined;
  /** Body to send in place of one that the sandbox creates. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly times: number;
  /** Age of the timestamp in seconds, negative for one in the future. Such a request is sent once, without retries. */
  readonly ageSeconds: number | undefined;
  /** Where the deliveries go in place of the app's endpoint. */
  readonly url: string | undefined;
  /** Id of the delivery whose body was edited. */
  readonly replayOf: string | undefined;
}

/** A delivery to send again. */
export interface ReplayRequest extends RequestChanges {
  /** Whether the request has the same timestamp, too. */
  readonly exact: boolean;
}

const MAX_TIMES = 100;

const SEND_USAGE =
  'Send {"type": "<event or key of an action>"}. Optional: "file": "<name or id>", "times": <1 to 100>, "body": {...}, ' +
  '"age_seconds": <age of the timestamp>, "forge": "<forgery>", "secret": "<signing secret>", "url": "<where to>", "replayOf": "<id of the delivery that body is a copy of>".';

const REPLAY_USAGE =
  'Send {"exact": true} for the same timestamp. Optional: "forge": "<forgery>", "secret": "<secret>".';

/** Reads the body of a call that sends deliveries. */
export function readSend(text: Buffer | undefined): Read<SendRequest> {
  const {
    type,
    file,
    body,
    times = 1,
    age_seconds: ageSeconds,
    forge,
    secret,
    url,
    replayOf,
    ...others
  } = readFields(text) ?? {};
  const usage = controlError(422, SEND_USAGE);
  if (Object.keys(others).length > 0 || typeof type !== 'string' || !isOptionalText(file)) return usage;
  if (!isOptionalText(url) || !isOptionalText(replayOf)) return usage;
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > MAX_TIMES) return usage;
  if (body !== undefined && !isRecord(body)) return usage;
  if (ageSeconds !== undefined && !isAge(ageSeconds)) return usage;
  const changes = readChanges(forge, secret, SEND_USAGE);
  return changes.ok
    ? { ok: true, value: { type, file, body, times, ageSeconds, url, replayOf, ...changes.value } }
    : changes;
}

/** Reads the body of a call that sends a delivery again. */
export function readReplay(text: Buffer | undefined): Read<ReplayRequest> {
  const { exact = false, forge, secret, ...others } = readFields(text) ?? { unreadable: true };
  if (Object.keys(others).length > 0 || typeof exact !== 'boolean') return controlError(422, REPLAY_USAGE);
  const changes = readChanges(forge, secret, REPLAY_USAGE);
  return changes.ok ? { ok: true, value: { exact, ...changes.value } } : changes;
}

function readChanges(forge: unknown, secret: unknown, usage: string): Read<RequestChanges> {
  if (!isOptionalText(secret)) return controlError(422, usage);
  if (forge === undefined || forge === null) return { ok: true, value: { forgery: null, secret } };
  if (isForgeryName(forge)) return { ok: true, value: { forgery: forge, secret } };
  return controlError(422, `"forge" must be one of: ${FORGERY_NAMES.join(', ')}.`);
}

/** A day is more than any endpoint accepts. */
function isAge(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 86_400;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value !== '');
}
