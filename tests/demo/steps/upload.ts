import type { Dataset, DatasetFile, FileChunk, UploadTicket } from "#schema/dataset.ts";
import type { Page } from "#schema/page.ts";
import { insist } from "../report.ts";
import type { Walk } from "../walk.ts";
import { noteOf } from "./note.ts";

/** Uploads through the pre-signed address, adds the file to the documents of the client and waits until agents can use it. */
export async function uploadDocument({ cast, live, tag }: Walk): Promise<{ file: DatasetFile; chunks: FileChunk[] }> {
  const bytes = new TextEncoder().encode(noteOf(cast.slug, tag));
  const description = {
    purpose: "dataset",
    fileName: `note-${tag}.md`,
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
