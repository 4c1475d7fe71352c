import { recordOf } from '../../lib/core/type-guards.ts';
import { type SignedDelivery, signedDelivery } from './events.ts';

/** Signing secret of the custom actions in tests. */
export const ACTION_SECRET = 'a-signing-secret-of-actions';

/** The ids of an interaction, as Frame.io's guide (Configuring Actions) shows them. */
export const INTERACTION = {
  account_id: '9a44f696-ae69-4e0c-9731-806d27ea46f1',
  action_id: 'ecd40785-4485-4f07-9d26-a006ea84efdf',
  interaction_id: 'e0a1c945-a8da-480d-92fb-e895cb640a01',
  project: { id: '3dda6833-ec3b-46bd-a7d9-1a77c03a165b' },
  resource: { id: 'f9d5728c-ac1a-4f48-92bb-ea2f9be3c58b', type: 'file' },
  type: 'studio.archive',
  user: { id: '50d976e6-27d2-47cb-9388-45b38d55f4f0' },
  workspace: { id: '382a1fe6-67cf-481e-9b65-79cfd9e9727f' },
};

/** The dialog of the actions app after an action succeeded. */
export const ACTION_MESSAGE = { title: 'Done', description: 'The file has a comment.' };

/** Returns the signed request of a custom action, as API Gateway passes it to the endpoint. */
export function actionRequest(change: object = {}, delivery: Omit<SignedDelivery, 'body'> = {}) {
  const body = JSON.stringify({ ...INTERACTION, ...change });
  return signedDelivery({ secret: ACTION_SECRET, path: '/actions', ...delivery, body });
}

/** Returns status and parsed body of the response of an endpoint. */
export function readAnswer(response: unknown): { status: number; body: unknown } {
  const { statusCode, body } = recordOf(response);
  return { status: Number(statusCode), body: body === '' ? undefined : JSON.parse(String(body)) };
}
