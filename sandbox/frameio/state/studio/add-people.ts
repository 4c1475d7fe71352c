import type { FrameioDatabase } from '../frameio-database.ts';
import { newUser } from '../initial-resources.ts';
import { setRole } from '../permissions.ts';
import type { StoredPermission, User } from '../stored-resources.ts';

/** The people of the studio. */
export interface StudioPeople {
  readonly producer: User;
  readonly editor: User;
  readonly client: User;
}

/** Adds the people with their roles in the account. */
export function addPeople(database: FrameioDatabase): StudioPeople {
  const { stores, settings } = database;
  const account = stores.accounts.require(settings.accountId);
  stores.accounts.put({ ...account, display_name: 'Northlight Films', storage_limit: 2_000_000_000_000 });
  const add = (name: string, email: string, role: StoredPermission['role']) => {
    const user = stores.users.put(newUser(database.newId(), name, email));
    setRole(database, account.id, user, role);
    return user;
  };
  for (const id of [settings.userId, settings.uploaderId])
    setRole(database, account.id, stores.users.require(id), 'admin');
  return {
    producer: add('Mara Lindqvist', 'mara@northlight.invalid', 'owner'),
    editor: add('Tomas Oyelaran', 'tomas@northlight.invalid', 'member'),
    client: add('Priya Nair', 'priya@brightline.invalid', 'reviewer'),
  };
}
