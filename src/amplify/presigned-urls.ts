/** Reads whose whole answer is a URL that expires. */
const urlReads: ReadonlySet<string> = new Set(["GetArtifactUrl", "GenerateAccessLogs"]);

/** The members of outputs that hold presigned URLs, or records of them. */
export const urlMembers: ReadonlySet<string> = new Set([
  "artifactUrl",
  "artifactsUrl",
  "fileUploadUrls",
  "logUrl",
  "screenshots",
  "testArtifactsUrl",
  "testConfigUrl",
  "zipUploadUrl",
]);

/** A decoration of nearly every branch: left out of old answers, for which it is no reason not to give them. */
const thumbnailMember = "thumbnailUrl";

/** The query parameter of SigV4, or of the older ways to sign a URL. */
const signature = /(?:x-amz-|[?&])signature=/iu;

/** Whether what the operation answers is not to be kept, whatever it is. */
export function neverKept(operation: string): boolean {
  return urlReads.has(operation);
}

/**
 * Whether an output holds, at any depth, a URL that expires; a presigned thumbnail does not count, see
 * {@link dropThumbnails}.
 *
 * An output that cannot be read does, to be on the safe side.
 */
export function holdsPresignedUrl(output: unknown): boolean {
  try {
    if (isPresigned(output)) return true;
    for (const [name, value] of membersOf(output)) {
      if (name !== thumbnailMember && isPresigned(value)) return true;
      if (urlMembers.has(name) && !isEmpty(value)) return true;
    }
    return false;
  } catch {
    return true;
  }
}

/** Takes the presigned thumbnails out of an output that nobody else holds. */
export function dropThumbnails(output: unknown): void {
  for (const [name, value, holder] of membersOf(output)) {
    if (name === thumbnailMember && isPresigned(value)) Reflect.deleteProperty(holder, name);
  }
}

type Member = readonly [name: string, value: unknown, holder: object];

/** All members at any depth, each object once; a stack of its own, for nesting may be deeper than calls can be. */
function* membersOf(root: unknown): Generator<Member> {
  const seen = new Set<unknown>();
  const left: unknown[] = [root];
  while (left.length > 0) {
    const holder = left.pop();
    if (typeof holder !== "object" || holder === null || seen.has(holder)) continue;
    seen.add(holder);
    for (const [name, value] of Object.entries(holder)) {
      left.push(value);
      yield [name, value, holder];
    }
  }
}

function isPresigned(value: unknown): boolean {
  return typeof value === "string" && signature.test(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
