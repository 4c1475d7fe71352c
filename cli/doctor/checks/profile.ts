import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** Checks that the user of the token belongs to an account of Frame.io V4. */
export async function checkProfile(context: DoctorContext): Promise<readonly Finding[]> {
  const { name, email } = (await context.session()).user;
  const accounts = await context.accounts();
  const user = `${name} <${email}>`;
  if (accounts.length > 0) {
    const names = accounts.map(({ display_name: displayName, roles }) => `${displayName} (${roles.join(', ')})`);
    return [{ status: 'ok', title: `${user}, with access to ${names.join('; ')}` }];
  }
  return [
    {
      status: 'problem',
      title: `${user} belongs to no account of Frame.io V4`,
      meaning: 'The app can see no workspace, so it can neither register webhooks nor read files.',
      fix: 'Invite this user to the account. If the account was not upgraded to V4, its owner has to upgrade it first.',
    },
  ];
}
