/** Shorter than any secret that is one; to look for less would blot out ordinary words. */
const shortestSecret = 4;

/** What of a long secret somebody might quote alone. */
const shortestPart = 8;

/** A word as people use them in a build specification; not what anybody would take for a key. */
const plainWord = /^[A-Za-z]+$/u;

const separators = /[\s"'`=:,;()[\]{}<>|&?]+/u;

/** A specification of hundreds of kilobytes is not looked through word by word. */
const longestText = 100_000;
const mostParts = 1_000;

/** How a secret could show up in somebody's words: as it is, written otherwise, or in parts. */
export function secretParts(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const texts = [secret, decodedPair(secret)].filter((text) => text !== undefined);
  const parts = texts.flatMap((text) => text.slice(0, longestText).split(separators, mostParts));
  const telling = parts.filter((part) => part.length >= shortestPart && !plainWord.test(part));
  const passwords = texts.slice(1).flatMap((text) => text.split(":"));
  const all = [...texts, ...passwords, ...telling].filter(({ length }) => length >= shortestSecret);
  return [...new Set(all.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), urlEncoded(text)]))];
}

/** Basic credentials are `user:password` in base64. */
function decodedPair(secret: string): string | undefined {
  if (!/^[\w+/-]+={0,2}$/u.test(secret)) return undefined;
  const text = Buffer.from(secret, "base64").toString("utf8");
  return /^[^:\p{C}\uFFFD]+:[^\p{C}\uFFFD]+$/u.test(text) ? text : undefined;
}

function urlEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A surrogate without its other half.
    return text;
  }
}
