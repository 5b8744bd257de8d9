import type { IncomingHttpHeaders } from "node:http";
import { viewerAuthorizationHeader } from "#schema/surfaces.ts";

/**
 * A request's headers as the router passes them on to a function: signed in `Authorization`, so that what the caller wrote there
 * travels in a header of its own.
 */
export function routed({ authorization, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  const { [viewerAuthorizationHeader]: _forged, ...rest } = headers;
  const signature = "AWS4-HMAC-SHA256 Credential=router";
  return {
    ...rest,
    authorization: signature,
    ...(authorization ? { [viewerAuthorizationHeader]: authorization } : {}),
  };
}
