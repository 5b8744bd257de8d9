"use client";

import type { UploadTicket } from "#schema/dataset.ts";
import { type MediaAsset, pictureBytesMax } from "#schema/media.ts";
import type { Page } from "#schema/page.ts";
import { api } from "../api/client.ts";
import { ApiError } from "../api/error.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";
import { putBytes } from "../knowledge/put-bytes.ts";

const path = "/media/v1/assets";

/** The pictures of the client's library, newest first. */
export function usePictures(q: string, isWanted: boolean) {
  return useList<MediaAsset>(isWanted ? path : null, { kind: "image", q: q.trim().length < 2 ? null : q.trim() }, 24);
}

/** Some pictures by their ids. */
export function useChosen(ids: readonly string[]) {
  return useApi<Page<MediaAsset>>(ids.length === 0 ? null : path, { mediaIds: [...ids].toSorted() });
}

/** Sends a picture into the library. */
export function useAddPicture(onAdded: (picture: MediaAsset) => void) {
  return useAction<File, MediaAsset>(
    async (file) => {
      if (file.size > pictureBytesMax)
        throw new ApiError(0, { code: "file.file_rejected", message: "A picture has at most 10 MB." });
      const input = { purpose: "brand", fileName: file.name, mime: file.type, bytes: file.size };
      const ticket = await api.post<UploadTicket>("/media/v1/uploads", input);
      await putBytes(ticket.url, ticket.headers, file, () => undefined, new AbortController().signal);
      await api.post(`/media/v1/uploads/${ticket.uploadId}/complete`, {});
      return api.post<MediaAsset>(path, { uploadId: ticket.uploadId });
    },
    { quiet: true, invalidates: [path], onSuccess: onAdded },
  );
}
