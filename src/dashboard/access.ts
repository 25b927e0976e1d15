import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestPlace } from "./request-place.ts";

const cookieName = "amplify-breaker-dashboard";

/** What becomes of a request: it is let in, sent on with a cookie, or refused. */
export type Entry =
  { readonly kind: "in" | "refused" } | { readonly kind: "cookie"; readonly cookie: string };

/** Lets those in who know the token. */
export class Access {
  readonly #token: Buffer | undefined;
  readonly #cookie: string;

  constructor(token: string | undefined) {
    this.#token = token === undefined ? undefined : sha256(token);
    // Not the token itself: what lies in a browser must not open anything else.
    this.#cookie = sha256(`${cookieName}:${token ?? ""}`).toString("hex");
  }

  enter(request: IncomingMessage, place: RequestPlace): Entry {
    if (this.#token === undefined) return { kind: "in" };
    const given = place.query.get("token");
    if (given !== null) {
      return equals(sha256(given), this.#token) ? this.#withCookie(request, place) : { kind: "refused" };
    }
    const bearer = /^Bearer +(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1];
    if (bearer !== undefined && equals(sha256(bearer), this.#token)) return { kind: "in" };
    return this.#hasCookie(request) ? { kind: "in" } : { kind: "refused" };
  }

  #withCookie({ socket }: IncomingMessage, { base }: RequestPlace): Entry {
    const secure = "encrypted" in socket ? "; Secure" : "";
    const path = base === "" ? "/" : base;
    return {
      kind: "cookie",
      cookie: `${cookieName}=${this.#cookie}; Path=${path}; HttpOnly; SameSite=Strict${secure}`,
    };
  }

  #hasCookie({ headers }: IncomingMessage): boolean {
    const wanted = sha256(this.#cookie);
    return (headers.cookie ?? "").split(";").some((pair) => {
      const [name = "", value = ""] = pair.trim().split("=", 2);
      return name === cookieName && equals(sha256(value), wanted);
    });
  }
}

/** Of equal length whatever was given, as a comparison in constant time wants it. */
function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function equals(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}
