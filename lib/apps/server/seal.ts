import 'server-only';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const keyId = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 8);

/**
 * Seals a secret with AES-256-GCM. `boundTo` names the row and field (additional data): a sealed text moved elsewhere
 * does not open. Form: `v1.<key id>.<nonce>.<tag>.<ciphertext>`, base64url.
 */
export function seal(key: Buffer, boundTo: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return ['v1', keyId(key), ...parts].join('.');
}

export class SealError extends Error {
  override name = 'SealError';
}

/** Opens what {@link seal} made. @throws SealError when the key is another one or the text was altered or moved. */
export function unseal(key: Buffer, boundTo: string, text: string): string {
  const [version, id, nonce, tag, sealed] = text.split('.');
  if (version !== 'v1' || !nonce || !tag || sealed === undefined) throw new SealError('not a sealed text');
  if (id !== keyId(key))
    throw new SealError(`sealed with key ${id}, but MUSTER_MASTER_KEY is key ${keyId(key)}`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(sealed, 'base64url', 'utf8') + decipher.final('utf8');
  } catch {
    throw new SealError('a sealed text was altered or moved');
  }
}
