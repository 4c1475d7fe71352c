/** Types of resource that a custom action can run on (Frame.io guide, Custom Actions). */
export const ACTION_RESOURCE_TYPES = ['file', 'folder', 'version_stack'] as const;

/** One of `ACTION_RESOURCE_TYPES`. */
export type ActionResourceType = (typeof ACTION_RESOURCE_TYPES)[number];
