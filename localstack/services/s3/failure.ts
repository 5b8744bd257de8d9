/** An error answered as S3's XML error document. */
export class S3Failure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notImplemented = (what: string): S3Failure =>
  new S3Failure(501, "NotImplemented", `${what} is not implemented by this server.`);

export const noSuchBucket = (): S3Failure => new S3Failure(404, "NoSuchBucket", "The specified bucket does not exist");

export const noSuchKey = (): S3Failure => new S3Failure(404, "NoSuchKey", "The specified key does not exist.");

export const notAllowed = (): S3Failure =>
  new S3Failure(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");

export const preconditionFailed = (): S3Failure =>
  new S3Failure(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
