import { randomUUID } from 'node:crypto';
import type * as Frameio from '../../../lib/client/frameio.ts';
import type { WebhookEventName } from '../../../lib/events/event-map.ts';
import type { EntityStores } from './entities.ts';
import type { User } from './stored-resources.ts';

/** What an entry of the audit log is about. */
export interface AuditedChange {
  readonly type: Frameio.AuditLogEventType;
  readonly resourceType: Frameio.AuditLogResourceType;
  readonly resourceId: string;
  /** @default none */
  readonly projectId?: string | undefined;
  /** @default none */
  readonly workspaceId?: string | undefined;
  readonly user: User;
}

/** What a new entry needs. */
interface AuditContext {
  readonly accountId: string;
  /** Time in Frame.io's format. */
  readonly time: string;
}

/** Entry of the audit log for each webhook event that has one. */
export const AUDIT_OF_EVENT: Partial<Record<WebhookEventName, Pick<AuditedChange, 'type' | 'resourceType'>>> = {
  'file.created': { type: 'asset_created', resourceType: 'asset' },
  'file.upload.completed': { type: 'file_uploaded', resourceType: 'asset' },
  'file.updated': { type: 'asset_updated', resourceType: 'asset' },
  'file.deleted': { type: 'asset_deleted', resourceType: 'asset' },
  'file.versioned': { type: 'asset_versioned', resourceType: 'asset' },
  'file.copied': { type: 'asset_copied', resourceType: 'asset' },
  'folder.created': { type: 'asset_created', resourceType: 'folder' },
  'folder.updated': { type: 'asset_updated', resourceType: 'folder' },
  'folder.deleted': { type: 'asset_deleted', resourceType: 'folder' },
  'folder.copied': { type: 'asset_copied', resourceType: 'folder' },
  'comment.created': { type: 'comment_created', resourceType: 'comment' },
  'comment.updated': { type: 'comment_updated', resourceType: 'comment' },
  'comment.deleted': { type: 'comment_deleted', resourceType: 'comment' },
  'comment.completed': { type: 'comment_completed', resourceType: 'comment' },
  'comment.uncompleted': { type: 'comment_uncompleted', resourceType: 'comment' },
  'customfield.created': { type: 'account_field_created', resourceType: 'account_field_definition' },
  'customfield.updated': { type: 'account_field_updated', resourceType: 'account_field_definition' },
  'customfield.deleted': { type: 'account_field_deleted', resourceType: 'account_field_definition' },
  'metadata.value.updated': { type: 'metadata_value_updated', resourceType: 'asset_metadata' },
  'project.created': { type: 'project_created', resourceType: 'project' },
  'project.updated': { type: 'project_updated', resourceType: 'project' },
  'project.deleted': { type: 'project_deleted', resourceType: 'project' },
  'collection.updated': { type: 'collection_updated', resourceType: 'collection' },
  'share.created': { type: 'share_created', resourceType: 'share' },
  'share.updated': { type: 'share_updated', resourceType: 'share' },
  'share.deleted': { type: 'share_deleted', resourceType: 'share' },
  'share.viewed': { type: 'share_viewed', resourceType: 'share' },
};

/** Maximum number of entries to keep. */
const MAX_ENTRIES = 10_000;

/** The sandbox refuses callers from other machines. */
const IP_ADDRESS = '127.0.0.1';

/** Adds an entry to the audit log. */
export function addAuditEntry(
  { auditLogs }: Pick<EntityStores, 'auditLogs'>,
  { type, resourceType, resourceId, projectId, workspaceId, user }: AuditedChange,
  { accountId, time }: AuditContext,
): void {
  const entry = {
    account_id: accountId,
    event_type: type,
    resource_type: resourceType,
    resource_id: resourceId,
    project_id: projectId ?? null,
    workspace_id: workspaceId ?? null,
    user_id: user.id,
    ip_address: IP_ADDRESS,
    inserted_at: time,
  };
  auditLogs.put({ id: randomUUID(), entry, user }); // the API does not show the id
  const [oldest] = auditLogs.size > MAX_ENTRIES ? auditLogs.all() : [];
  if (oldest) auditLogs.delete(oldest.id);
}
