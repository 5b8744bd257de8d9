import { ApiError } from "../api/error.ts";

/**
 * Puts a file to its pre-signed address and tells how much has gone, 0 to 1. XMLHttpRequest, since fetch reports no
 * upload progress. Fails with `ApiError` `client.upload_failed`.
 */
export function putBytes(
  url: string,
  headers: Record<string, string>,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (message: string): void =>
      reject(new ApiError(request.status, { code: "client.upload_failed", message }));
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else fail("The storage refused the file. Try again.");
    };
    request.onerror = () => fail("The connection broke during the upload. Try again.");
    request.onabort = () => fail("The upload was stopped.");
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
