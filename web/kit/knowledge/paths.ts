/** Addresses of the knowledge screens below a portal's own base, e.g. `/settings/knowledge-base`. */
export function knowledgePaths(base: string) {
  return {
    list: base,
    dataset: (id: string) => `${base}/${id}`,
    file: (id: string, chunkId?: string) => `${base}/files/${id}${chunkId ? `?chunk=${chunkId}` : ""}`,
  };
}
