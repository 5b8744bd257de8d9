import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** A software authenticator: makes ES256 passkeys and signs with them, as a phone or a security key would. */
export interface Authenticator {
  /** Answers `navigator.credentials.create()`. */
  create(options: CreationOptions, deviation?: Deviation): object;
  /** Answers `navigator.credentials.get()`. */
  get(options: RequestOptions, deviation?: Deviation): object;
}

interface CreationOptions {
  challenge: string;
  rp?: { id?: string };
}
interface RequestOptions {
  challenge: string;
  rpId?: string;
}

/** What a bad or attacking authenticator does otherwise. */
export interface Deviation {
  origin?: string;
  challenge?: string;
  /** False: the device has not asked who holds it. */
  isVerified?: boolean;
  /** Counter of signatures; default one more each time. */
  counter?: number;
  /** Signs with another key. */
  isForged?: boolean;
}

const flags = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };

/** Makes an authenticator with one key, used from the pages of an origin. */
export function authenticator(origin: string): Authenticator {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  let counter = 0;

  const clientData = (type: string, challenge: string, deviation: Deviation) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: deviation.challenge ?? challenge,
        origin: deviation.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authData = (rpId: string, deviation: Deviation, attested?: Buffer) => {
    counter = deviation.counter ?? counter + 1;
    const verified = deviation.isVerified === false ? 0 : flags.verified;
    const head = Buffer.alloc(5);
    head[0] = flags.present | verified | flags.backupEligible | flags.backedUp | (attested ? flags.attested : 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), head, attested ?? Buffer.alloc(0)]);
  };
  const envelope = (response: Record<string, unknown>) => ({
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: "platform",
    clientExtensionResults: {},
    response,
  });

  return {
    create(options, deviation = {}) {
      const { x = "", y = "" } = pair.publicKey.export({ format: "jwk" });
      // COSE key: kty EC2, alg ES256, crv P-256.
      const key = map([
        [int(1), int(2)],
        [int(3), int(-7)],
        [int(-1), int(1)],
        [int(-2), bytes(Buffer.from(x, "base64url"))],
        [int(-3), bytes(Buffer.from(y, "base64url"))],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const data = authData(
        options.rp?.id ?? "localhost",
        deviation,
        Buffer.concat([Buffer.alloc(16), length, credentialId, key]),
      );
      const attestation = map([
        [text("fmt"), text("none")],
        [text("attStmt"), map([])],
        [text("authData"), bytes(data)],
      ]);
      return envelope({
        clientDataJSON: clientData("webauthn.create", options.challenge, deviation).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      });
    },
    get(options, deviation = {}) {
      const data = authData(options.rpId ?? "localhost", deviation);
      const client = clientData("webauthn.get", options.challenge, deviation);
      const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
      const signature = createSign("sha256")
        .update(signed)
        .sign(deviation.isForged ? other.privateKey : pair.privateKey);
      return envelope({
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      });
    },
  };
}

// CBOR (RFC 8949) of what a credential needs: small integers, byte and text strings, maps.
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

function int(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function bytes(value: Buffer): Buffer {
  return Buffer.concat([head(2, value.length), value]);
}

function text(value: string): Buffer {
  return Buffer.concat([head(3, value.length), Buffer.from(value)]);
}

function map(pairs: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
}
