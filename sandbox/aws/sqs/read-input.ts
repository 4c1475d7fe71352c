import { ServiceRefusal } from '../json-service.ts';
import { isBinary, MAX_MESSAGE_BYTES, type MessageAttribute, type MessageAttributes, sizeOf } from './message.ts';
import type { NewMessage } from './queue-options.ts';

/** The fields of a request. */
export type Input = Readonly<Record<string, unknown>>;

/** SQS guide, quotas of messages. */
const MAX_ATTRIBUTES = 10;

/** API reference, SendMessage: a body with any other character is refused. */
const ALLOWED_TEXT = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('com.amazon.coral.service#InvalidParameterValueException', message);
}

export function missing(name: string): ServiceRefusal {
  const message = `The request must contain the parameter ${name}.`;
  return new ServiceRefusal('com.amazon.coral.service#MissingRequiredParameterException', message);
}

/** @throws ServiceRefusal when it is missing. */
export function readText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
}

/** @throws ServiceRefusal when it is not a whole number within the bounds. */
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

/** Whether a name is among those asked for: `All` and `.*` stand for every one, `prefix.*` for those that begin so. */
export function readNames(names: unknown): (name: string) => boolean {
  const asked = Array.isArray(names) ? names.map(String) : [];
  return (name) =>
    asked.some((one) => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))));
}

/** @throws ServiceRefusal when SQS would refuse the message. */
export function readMessage(input: Input): NewMessage {
  const message = { body: readText(input, 'MessageBody'), attributes: readAttributes(input.MessageAttributes) };
  if (!ALLOWED_TEXT.test(message.body)) {
    const type = 'com.amazonaws.sqs#InvalidMessageContents';
    throw new ServiceRefusal(type, 'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | …');
  }
  if (sizeOf(message) > MAX_MESSAGE_BYTES) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    );
  }
  const delaySeconds = readNumber(input, 'DelaySeconds', { max: 900 });
  return { ...message, ...(delaySeconds !== undefined && { delaySeconds }) };
}

function readAttributes(value: unknown): MessageAttributes {
  if (typeof value !== 'object' || value === null) return {};
  const attributes = Object.entries(value).map(([name, attribute]) => [name, readAttribute(name, attribute)]);
  if (attributes.length > MAX_ATTRIBUTES) {
    throw invalid(
      `Number of message attributes [${attributes.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(attributes);
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const { DataType, StringValue, BinaryValue } = Object(value);
  if (!/^(String|Number|Binary)(\..+)?$/.test(String(DataType))) {
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
