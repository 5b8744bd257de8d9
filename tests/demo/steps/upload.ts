import type { Dataset, DatasetFile, FileChunk, UploadTicket } from "#schema/dataset.ts";
import type { Page } from "#schema/page.ts";
import { insist } from "../report.ts";
import type { Walk } from "../walk.ts";

/** A small document that no earlier run has uploaded. */
function document(tag: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return [
    `# Note from the desk, batch ${tag}`,
    "",
    `Batch ${tag} was noted on ${day}. It adds what customers asked at the desk that week.`,
    "",
    "## What people asked",
    "",
    `Of the 42 questions in batch ${tag}, 17 were about brewing and 11 about delivery. ` +
      "The other 14 were about opening hours, gifts and returns.",
    "",
    "## What we answered",
    "",
    "Start with 20 g for 320 g of water and change one thing at a time. Orders leave within 24 hours.",
    "",
  ].join("\n");
}

/** Uploads through the pre-signed address, adds the file to the documents of the client and waits until agents can use it. */
export async function uploadDocument({ cast, live, tag }: Walk): Promise<{ file: DatasetFile; chunks: FileChunk[] }> {
  const bytes = new TextEncoder().encode(document(tag));
  const description = {
    purpose: "dataset",
    fileName: `desk-note-${tag}.md`,
    mime: "text/markdown",
    bytes: bytes.length,
  };
  const ticket = await cast.member.post<UploadTicket>("/media/v1/uploads", description);
  const put = await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: bytes });
  insist(put.ok, `the pre-signed address answered ${put.status}: ${await put.text()}`);
  await cast.member.post(`/media/v1/uploads/${ticket.uploadId}/complete`);

  const { items: datasets } = await cast.member.get<{ items: Dataset[] }>("/tenant/v1/datasets");
  const dataset = datasets.find(({ kind, mayUpload }) => kind === "client_documents" && mayUpload);
  insist(dataset, "there is no dataset for the client's documents");
  const added = await cast.member.post<{ items: DatasetFile[] }>(`/tenant/v1/datasets/${dataset.id}/files`, {
    uploadIds: [ticket.uploadId],
  });
  const id = added.items[0]?.id ?? "";
  const file = await live.until({
    what: "the document to be ready",
    read: () => cast.member.get<DatasetFile>(`/tenant/v1/dataset-files/${id}`),
    done: ({ status }) => status === "ready" || status === "failed",
    on: (frame) => frame.type === "dataset_file:updated" && frame.data["id"] === id,
  });
  insist(file.status === "ready", `the document ended as ${file.status}: ${file.errorText}`);
  const chunks = await cast.member.get<Page<FileChunk>>(`/tenant/v1/dataset-files/${id}/chunks`);
  insist(chunks.items.length === file.chunkCount && file.chunkCount > 0, `${chunks.items.length} passages are shown`);
  return { file, chunks: chunks.items };
}
