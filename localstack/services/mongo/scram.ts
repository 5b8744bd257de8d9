import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { MongoFailure } from "./failure.ts";

const ITERATIONS = 15_000;

/** What a server keeps of a password for SCRAM-SHA-256 (RFC 7677), all in base64. */
export interface Credentials {
  iterationCount: number;
  salt: string;
  storedKey: string;
  serverKey: string;
}

/** A conversation after its first answer: `finish` takes the client's proof and gives the server's signature. */
export interface Conversation {
  firstAnswer: string;
  finish(clientFinal: string): string;
}

/** The one answer to every failed attempt, so that nobody learns what was wrong. */
export function authenticationFailed(): MongoFailure {
  return new MongoFailure(18, "AuthenticationFailed", "Authentication failed.");
}

/** Derives what is kept of a password; with a salt, the same as before. */
export function credentialsOf(password: string, salt = randomBytes(28), iterationCount = ITERATIONS): Credentials {
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterationCount, 32, "sha256");
  return {
    iterationCount,
    salt: salt.toString("base64"),
    storedKey: hash(hmac(salted, "Client Key")).toString("base64"),
    serverKey: hmac(salted, "Server Key").toString("base64"),
  };
}

/** The user a client's first message names. @throws MongoFailure 18 when it is malformed */
export function userOf(clientFirst: string): string {
  return firstMessage(clientFirst).user;
}

/** Answers a client's first message. @throws MongoFailure 18, there and in `finish` */
export function startConversation(clientFirst: string, credentials: Credentials): Conversation {
  const { bare, nonce } = firstMessage(clientFirst);
  const fullNonce = nonce + randomBytes(24).toString("base64");
  const firstAnswer = `r=${fullNonce},s=${credentials.salt},i=${credentials.iterationCount}`;
  const storedKey = Buffer.from(credentials.storedKey, "base64");
  return {
    firstAnswer,
    finish(clientFinal) {
      const [, withoutProof = "", saidNonce = "", proof = ""] = /^(c=[^,]*,r=([^,]*)),p=(.*)$/.exec(clientFinal) ?? [];
      if (saidNonce !== fullNonce) throw authenticationFailed();
      const message = `${bare},${firstAnswer},${withoutProof}`;
      const clientKey = xor(Buffer.from(proof, "base64"), hmac(storedKey, message));
      if (!timingSafeEqual(hash(clientKey), storedKey)) throw authenticationFailed();
      return `v=${hmac(Buffer.from(credentials.serverKey, "base64"), message).toString("base64")}`;
    },
  };
}

function firstMessage(text: string): { bare: string; user: string; nonce: string } {
  const [, bare, user = "", nonce = ""] = /^[ny],[^,]*,(n=([^,]*),r=([^,]+).*)$/.exec(text) ?? [];
  if (bare === undefined) throw authenticationFailed();
  return { bare, user: user.replaceAll("=2C", ",").replaceAll("=3D", "="), nonce };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function hash(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(right.map((byte, i) => byte ^ (left[i] ?? 0)));
}
