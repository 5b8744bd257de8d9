/** What an error answer says beside its code and message: elements of its XML, and headers. */
interface More {
  details?: Record<string, string>;
  headers?: Record<string, string>;
}

/** An error answered as S3's XML error document. */
export class S3Failure extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, { details = {}, headers = {} }: More = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** The answer to a header or query this server does not know; `what` names it. */
export const notImplemented = (what: string): S3Failure =>
  new S3Failure(501, "NotImplemented", "A header you provided implies functionality that is not implemented", {
    details: { AdditionalMessage: `${what} is not part of this server` },
  });

export const noSuchBucket = (): S3Failure => new S3Failure(404, "NoSuchBucket", "The specified bucket does not exist");

export const noSuchKey = (headers: Record<string, string> = {}): S3Failure =>
  new S3Failure(404, "NoSuchKey", "The specified key does not exist.", { headers });

export const notAllowed = (headers: Record<string, string> = {}): S3Failure =>
  new S3Failure(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", { headers });

export const preconditionFailed = (condition: string): S3Failure =>
  new S3Failure(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    details: { Condition: condition },
  });

export const invalidArgument = (message: string): S3Failure => new S3Failure(400, "InvalidArgument", message);

export const invalidRequest = (message: string): S3Failure => new S3Failure(400, "InvalidRequest", message);

export const denied = (message = "Access Denied"): S3Failure => new S3Failure(403, "AccessDenied", message);

export const malformedXml = (): S3Failure =>
  new S3Failure(
    400,
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
