/** The answer to a request: JSON, or plain text for import and export. */
export interface Reply {
  status: number;
  body: unknown;
  text?: string;
}

export const json = (body: unknown, status = 200): Reply => ({ status, body });

export const plain = (text: string): Reply => ({ status: 200, body: undefined, text });

/** A request with its path split and its query read; `access` is what its key allows. */
export interface Request {
  method: string;
  path: string[];
  query: Record<string, string>;
  body: Buffer;
}
