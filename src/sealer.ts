import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * Turns values into opaque text that only this gateway can make or read: encrypted, authenticated, and deterministic, so that the same value always
 * has the same text (an id is stable). Sealed text is base64url. A purpose is part of the seal: what was sealed as a cursor does not open as an id.
 */
export interface Sealer {
  seal(purpose: string, value: string): string;
  /** Undefined when the text was not sealed for this purpose by this gateway's present or previous secret, or was changed in any way. */
  open(purpose: string, sealed: string): string | undefined;
  /** As `seal`, for bytes. */
  sealBytes(purpose: string, value: Uint8Array): string;
  /** As `open`, for what `sealBytes` made. */
  openBytes(purpose: string, sealed: string): Uint8Array | undefined;
}

/** Bytes of the synthetic initialisation vector, which is the authentication tag at the same time. */
const tagBytes = 16;

interface Keys {
  readonly mac: Uint8Array;
  readonly encryption: Uint8Array;
}

const deriveKeys = (secret: Uint8Array): Keys => {
  const derive = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', `workmail-graphql/sealer/${use}`, 32));
  return { mac: derive('mac'), encryption: derive('encryption') };
};

/** The synthetic vector of RFC 5297: a MAC over purpose and value. The length in front keeps purpose and value apart. */
const synthesize = (keys: Keys, purpose: string, value: Uint8Array): Buffer =>
  createHmac('sha256', keys.mac)
    .update(`${Buffer.byteLength(purpose)}:${purpose}`)
    .update(value)
    .digest()
    .subarray(0, tagBytes);

const sealWith = (keys: Keys, purpose: string, value: Uint8Array): string => {
  const tag = synthesize(keys, purpose, value);
  const cipher = createCipheriv('aes-256-ctr', keys.encryption, tag);
  return Buffer.concat([tag, cipher.update(value), cipher.final()]).toString('base64url');
};

const openWith = (keys: Keys, purpose: string, sealed: Buffer): Buffer | undefined => {
  const tag = sealed.subarray(0, tagBytes);
  const decipher = createDecipheriv('aes-256-ctr', keys.encryption, tag);
  const value = Buffer.concat([decipher.update(sealed.subarray(tagBytes)), decipher.final()]);
  return timingSafeEqual(tag, synthesize(keys, purpose, value)) ? value : undefined;
};

/**
 * Seals with `secret`; opens what `secret` or `previous` sealed, so that a secret can be replaced without breaking the ids that clients hold.
 * AES-256-CTR under a synthetic vector (the construction of RFC 5297 with HMAC-SHA-256): determinism costs AES-GCM its safety as soon as two values
 * share a 96-bit nonce, this construction only tells that two equal values are equal; it is also 12 bytes shorter.
 * https://www.rfc-editor.org/rfc/rfc5297
 */
export const createSealer = (secret: Uint8Array, previous?: Uint8Array): Sealer => {
  const current = deriveKeys(secret);
  const accepted = previous === undefined ? [current] : [current, deriveKeys(previous)];

  const openBytes = (purpose: string, text: string): Buffer | undefined => {
    const sealed = Buffer.from(text, 'base64url');
    // Node skips characters that are not base64url and ignores surplus bits at the end: only the one canonical spelling is ours.
    if (sealed.length < tagBytes || sealed.toString('base64url') !== text) return undefined;
    for (const keys of accepted) {
      const value = openWith(keys, purpose, sealed);
      if (value !== undefined) return value;
    }
    return undefined;
  };

  return {
    seal: (purpose, value) => sealWith(current, purpose, Buffer.from(value, 'utf8')),
    open: (purpose, sealed) => openBytes(purpose, sealed)?.toString('utf8'),
    sealBytes: (purpose, value) => sealWith(current, purpose, value),
    openBytes,
  };
};
