import { FeedProblem } from "./feed-problem.ts";

type Encoding = "utf-16be" | "utf-16le" | "utf-8";

/**
 * The text of the feed: AWS sends UTF-16, big endian at last sight, which neither `text()` nor `json()` of a Response
 * can read.
 *
 * @throws FeedProblem where it ends in the middle of a character
 */
export function decodeFeed(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  const text = encoding === "utf-8" ? Buffer.from(bytes).toString("utf8") : decodeUtf16(bytes, encoding);
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function decodeUtf16(bytes: Uint8Array, encoding: Encoding): string {
  if (bytes.length % 2 !== 0) throw new FeedProblem("its answer ends in the middle of a character");
  // Not by TextDecoder: a Node.js built without ICU knows UTF-16 of one kind only.
  const copy = Buffer.from(bytes);
  return (encoding === "utf-16be" ? copy.swap16() : copy).toString("utf16le");
}

/** By the mark at its beginning; without one, by where the zeros are: JSON begins with an ASCII character. */
function encodingOf([first, second]: Uint8Array): Encoding {
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  return "utf-8";
}
