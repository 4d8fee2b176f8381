import { LRUCache } from 'lru-cache';
import { heldText } from './held-text.ts';
import type { Sealer } from './sealer.ts';

/** Characters of what was sealed and of the sealed texts, a byte each: 12,000 usual ids. */
const mostRemembered = 5_000_000;

const remembered = new WeakMap<Sealer, LRUCache<string, string>>();

const rememberedBy = (sealer: Sealer): LRUCache<string, string> => {
  const known = remembered.get(sealer);
  if (known !== undefined) return known;
  const texts = new LRUCache<string, string>({
    maxSize: mostRemembered,
    sizeCalculation: (text, key) => text.length + key.length,
  });
  remembered.set(sealer, texts);
  return texts;
};

/**
 * What `seal` makes of a thing, without making it again when that was done not long ago: the same lists are read again and again, and to look a text up
 * takes a tenth of sealing it (Node 20.20). `thing`: tells it from everything else that this sealer seals.
 */
export const sealedOnce = (sealer: Sealer, thing: string, seal: () => string): string => {
  const texts = rememberedBy(sealer);
  const known = texts.get(thing);
  if (known !== undefined) return known;
  const text = seal();
  texts.set(heldText(thing), text);
  return text;
};
