/** Returns the address of an asset in Frame.io's web app. */
export function viewUrl(projectId: string, assetId: string): string {
  return `https://next.frame.io/project/${projectId}/view/${assetId}`;
}
