/** What stands in a text for what was taken out. */
const blank = "[redacted]";

/**
 * What is a secret wherever it stands, and what is to be left of it.
 *
 * Services quote what they were sent: a wrong signature is answered with the whole canonical request, security token
 * included.
 */
const patterns: readonly (readonly [pattern: RegExp, left: string])[] = [
  [/("?authorization"?\s*[:=]\s*)[^\r\n]+/giu, `$1${blank}`],
  [/(x-amz-security-token["']?\s*[:=]\s*["']?)[^\s"'&<>]+/giu, `$1${blank}`],
  [/(AWS4-HMAC-SHA256 Credential=)[^\r\n]+/giu, `$1${blank}`],
  [/(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/giu, `$1${blank}`],
  [
    /([?&](?:x-amz-(?:signature|credential)|awsaccesskeyid|signature|sig|key-pair-id|policy|token|access_token)=)[^&\s"'<>]+/giu,
    `$1${blank}`,
  ],
  [/((?:api[_-]?key|password|secret)(?:=|["']\s*:\s*["']))[^\s"'&,;<>]+/giu, `$1${blank}`],
  [/(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/@"'<>]{1,500}@/giu, `$1${blank}@`],
  [/\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,})/giu, blank],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gu, blank],
  [/\b(?:AKIA|ASIA)[A-Z\d]{12,}\b/gu, blank],
];

/** A session token, or a key in base64, as long as one can be without being words. */
const longRun = /[\w+/]{100,}={0,2}/gu;

/** What each of these has something of: most texts have nothing, and there is one for every failure of a storm. */
const suspicion =
  /authorization|token|AWS4|bearer|basic\s|signature=|sig=|credential=|policy=|accesskeyid=|api[_-]?key|password|secret|pair-id=|:\/\/[^\s/]|gh[pousr]_|github_pat|glpat-|xox|eyJ|AKIA|ASIA|[\w+/]{100}/iu;

/** In an outage the same message comes again and again. */
let lastHarmless = "";

/** How V8 ends what it says about a text that is no JSON, of which it quotes the beginning. */
const notJson = " is not valid JSON";

/**
 * Takes out of a text what is secret wherever it stands, and the secrets that are known.
 *
 * @param secrets - what the text must not hold
 */
export function scrubText(text: string, secrets: readonly string[] = []): string {
  let scrubbed = text;
  const found = secrets.filter((secret) => scrubbed.includes(secret));
  // The longest first, for a secret can be a part of another.
  for (const secret of found.toSorted((one, other) => other.length - one.length)) {
    scrubbed = scrubbed.replaceAll(secret, blank);
  }
  scrubbed = withoutQuote(scrubbed);
  if (scrubbed === lastHarmless) return scrubbed;
  if (!suspicion.test(scrubbed)) {
    lastHarmless = scrubbed;
    return scrubbed;
  }
  for (const [pattern, left] of patterns) scrubbed = scrubbed.replace(pattern, left);
  return scrubbed.replace(longRun, (run) => (isRandom(run) ? blank : run));
}

/** What is no path and no word has letters of both cases and digits. */
function isRandom(text: string): boolean {
  return /\d/u.test(text) && /[a-z]/u.test(text) && /[A-Z]/u.test(text);
}

/** Without what `JSON.parse()` quotes of an answer that was cut off or garbled: it may be the middle of a secret. */
function withoutQuote(text: string): string {
  const end = text.lastIndexOf(notJson);
  const start = text.indexOf('"');
  return end === -1 || start === -1 || start > end
    ? text
    : `${text.slice(0, start)}${blank}${text.slice(end)}`;
}
