/** What each field of a delivery means. */
export const BODY_FIELDS: readonly { readonly name: string; readonly meaning: string }[] = [
  { name: 'type', meaning: 'The name of the event, or the key of the action.' },
  { name: 'resource', meaning: 'Id and type of what the event is about. Its other fields come from the API.' },
  { name: 'project', meaning: 'The project of the resource. Events about account-wide fields have none.' },
  { name: 'workspace', meaning: 'The workspace whose webhooks receive the event.' },
  { name: 'account', meaning: 'The account. An action has account_id in its place.' },
  { name: 'user', meaning: 'Who caused the event. An app skips the events that it caused itself.' },
  { name: 'interaction_id', meaning: 'Actions only: the same for all forms of one run.' },
  { name: 'data', meaning: 'Actions only: the values that the user entered in the form.' },
];
