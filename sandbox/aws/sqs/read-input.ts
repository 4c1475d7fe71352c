import { recordOf } from '../../../lib/core/type-guards.ts';
import { AwsServiceError } from '../json-protocol/json-service.ts';
import { isBinary, MAX_MESSAGE_BYTES, type MessageAttribute, type MessageAttributes, sizeOf } from './message.ts';
import { isReceiptHandle } from './queue-message.ts';
import type { NewMessage } from './queue-settings.ts';

/** The fields of a request. */
export type Input = Readonly<Record<string, unknown>>;

/** SQS guide, quotas of messages. */
const MAX_ATTRIBUTES = 10;

/** SQS API reference, SendMessage: the characters that a body may contain. */
const ALLOWED_TEXT = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export function invalid(message: string): AwsServiceError {
  return new AwsServiceError('com.amazon.coral.service#InvalidParameterValueException', message);
}

export function missing(name: string): AwsServiceError {
  const message = `The request must contain the parameter ${name}.`;
  return new AwsServiceError('com.amazon.coral.service#MissingRequiredParameterException', message);
}

/** @throws AwsServiceError when the field is missing or empty. */
export function readText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
}

/** @throws AwsServiceError when SQS would not recognise the text as a receipt handle. */
export function readReceiptHandle(input: Input): string {
  const handle = readText(input, 'ReceiptHandle');
  if (isReceiptHandle(handle)) return handle;
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  throw new AwsServiceError('com.amazonaws.sqs#ReceiptHandleIsInvalid', message);
}

/** @throws AwsServiceError when the field is not an integer within the bounds. */
export function readNumber(
  input: Input,
  name: string,
  { min = 0, max }: { readonly min?: number; readonly max: number },
) {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  const reason = `Must be an integer between ${min} and ${max}.`;
  throw invalid(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** Returns a filter for requested names: `All` and `.*` match every name, `prefix.*` matches names with that prefix. */
export function readNames(names: unknown): (name: string) => boolean {
  const requested = Array.isArray(names) ? names.map(String) : [];
  return (name) =>
    requested.some((one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))));
}

/** @throws AwsServiceError when SQS would reject the message. */
export function readMessage(input: Input): NewMessage {
  const message = { body: readText(input, 'MessageBody'), attributes: readAttributes(input.MessageAttributes) };
  if (!ALLOWED_TEXT.test(message.body)) {
    const type = 'com.amazonaws.sqs#InvalidMessageContents';
    throw new AwsServiceError(type, 'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | …');
  }
  if (sizeOf(message) > MAX_MESSAGE_BYTES) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    );
  }
  const delaySeconds = readNumber(input, 'DelaySeconds', { max: 900 });
  const groupId = readGroupId(input.MessageGroupId);
  return { ...message, ...(delaySeconds !== undefined && { delaySeconds }), ...(groupId !== undefined && { groupId }) };
}

/** SQS API reference, SendMessage: alphanumeric characters and punctuation. */
const GROUP_ID = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

function readGroupId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && GROUP_ID.test(value)) return value;
  throw invalid(
    `Value ${value} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function readAttributes(value: unknown): MessageAttributes {
  const attributes = Object.entries(recordOf(value)).map(([name, attribute]) => [name, readAttribute(name, attribute)]);
  if (attributes.length > MAX_ATTRIBUTES) {
    throw invalid(
      `Number of message attributes [${attributes.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(attributes);
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const { DataType, StringValue, BinaryValue } = recordOf(value);
  if (typeof DataType !== 'string' || !/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
    throw invalid(
      `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const attribute = {
    DataType,
    ...(typeof StringValue === 'string' && { StringValue }),
    ...(typeof BinaryValue === 'string' && { BinaryValue }),
  };
  if (!(isBinary(attribute) ? BinaryValue : StringValue)) {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  }
  return attribute;
}
