import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import type { FrameioDatabase } from '../frameio-database.ts';

/** Reviewers by one kind of identifier. */
export interface ReviewerIds {
  readonly emails?: readonly string[];
  readonly user_ids?: readonly string[];
  readonly adobe_user_ids?: readonly string[];
}

/**
 * Returns the people to add to a share. Only an email may belong to nobody in the account: that person is invited.
 *
 * @throws ApiError with 422 for an unknown id.
 */
export function findReviewers(
  { stores }: FrameioDatabase,
  { emails = [], user_ids = [], adobe_user_ids = [] }: ReviewerIds,
): readonly Frameio.User[] {
  const users = stores.users.all();
  const required = (name: string) => (user: Frameio.User | undefined, position: number) => {
    if (!user) throw invalid(`/data/reviewers/${name}/${position}`, 'There is no such user');
    return user;
  };
  return [
    ...emails.map((email) => users.find((user) => isEmailOf(user, email)) ?? invitedUser(email)),
    ...user_ids.map((id) => stores.users.get(id)).map(required('user_ids')),
    ...adobe_user_ids
      .map((id) => users.find(({ adobe_user_id }) => adobe_user_id === id))
      .map(required('adobe_user_ids')),
  ];
}

/** Whether one of the identifiers is that of the person. */
export function isAmong(user: Frameio.User, { emails = [], user_ids = [], adobe_user_ids = [] }: ReviewerIds): boolean {
  return (
    emails.some((email) => isEmailOf(user, email)) ||
    user_ids.includes(user.id ?? '') ||
    adobe_user_ids.includes(user.adobe_user_id ?? '')
  );
}

/** Whether an email is that of the person. Emails differ only by more than upper and lower case. */
export function isEmailOf(user: Frameio.User, email: string): boolean {
  return user.email.toLowerCase() === email.toLowerCase();
}

function invitedUser(email: string): Frameio.User {
  return { id: null, name: null, email, avatar_url: null, active: null };
}
