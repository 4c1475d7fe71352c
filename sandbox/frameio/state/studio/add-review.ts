import { createCollection } from '../collections.ts';
import type { FrameioDatabase } from '../frameio-database.ts';
import { addFieldDefinition } from '../metadata/field-definitions.ts';
import { setMetadata } from '../metadata/values.ts';
import { viewShare } from '../shares/share-views.ts';
import { createShare, updateShare } from '../shares/shares.ts';
import type { StoredFieldDefinition, StoredFile } from '../stored-resources.ts';
import type { StudioContent } from './add-content.ts';
import type { StudioPeople } from './add-people.ts';

const STATUSES = ['Needs review', 'In progress', 'Approved'].map((display_name) => ({ display_name }));

/** Adds what the studio reviews with: metadata fields, a collection, and a share that the client has viewed. */
export function addReview(
  database: FrameioDatabase,
  { producer, editor, client }: StudioPeople,
  { project, interview, harbour, cut }: StudioContent,
): void {
  const status = addFieldDefinition(
    database,
    { name: 'Status', field_type: 'select', field_configuration: { options: STATUSES } },
    producer,
  );
  const rating = addFieldDefinition(
    database,
    { name: 'Rating', field_type: 'rating', field_configuration: { max_value: 5, style: 'star' } },
    producer,
  );
  addFieldDefinition(database, { name: 'Notes', field_type: 'long_text' }, producer);
  const review = (file: StoredFile, option: string, stars: number) => {
    const values = [
      { field_definition_id: status.id, value: optionIds(status, option) },
      { field_definition_id: rating.id, value: stars },
    ];
    setMetadata(database, file, values, producer);
  };
  review(interview, 'Approved', 5);
  review(harbour, 'Needs review', 3);

  createCollection(database, project, { name: 'Selects', assetIds: [interview.id, harbour.id] }, editor);
  const newShare = { type: 'asset', access: 'secure', name: 'Client review', asset_ids: [cut.id] } as const;
  const share = createShare(database, project, newShare, producer);
  viewShare(database, updateShare(database, share, { reviewers: [client] }, producer), client);
}

function optionIds({ definition }: StoredFieldDefinition, name: string): readonly string[] {
  if (definition.field_type !== 'select') return [];
  const { options } = definition.field_configuration;
  return options.flatMap(({ id, display_name }) => (id !== undefined && display_name === name ? [id] : []));
}
