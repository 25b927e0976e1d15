import { signature } from "./signature.ts";

/** What a presigned URL is good for. */
export type PresignedUse = "upload" | "artifact" | "build-log" | "access-log";

/** What a presigned URL turned out to be. */
export type PresignedCheck =
  | { readonly verdict: "valid"; readonly use: PresignedUse; readonly names: readonly string[] }
  | { readonly verdict: "expired" }
  | { readonly verdict: "forged" };

/** Where presigned URLs live on the simulator; no operation's path begins so. */
export const PRESIGNED_PREFIX = "/_presigned/";

const uses: readonly string[] = ["upload", "artifact", "build-log", "access-log"] satisfies PresignedUse[];

/** Hands out URLs that expire, and knows its own again. */
export class PresignedUrls {
  readonly #secret: string;
  readonly #lifetimeMs: number;
  readonly #epochMs: () => number;
  /** The simulator's own address, known once it listens. */
  origin = "";

  constructor(secret: string, lifetimeMs: number, epochMs: () => number) {
    this.#secret = secret;
    this.#lifetimeMs = lifetimeMs;
    this.#epochMs = epochMs;
  }

  issue(use: PresignedUse, ...names: readonly string[]): string {
    const path = PRESIGNED_PREFIX + [use, ...names].map((name) => encodeURIComponent(name)).join("/");
    const expires = Math.ceil((this.#epochMs() + this.#lifetimeMs) / 1_000);
    return `${this.origin}${path}?Expires=${expires}&Signature=${signature(this.#secret, `${path} ${expires}`)}`;
  }

  check(url: string): PresignedCheck {
    const [path = "", search] = url.split("?");
    const query = new URLSearchParams(search);
    const expires = query.get("Expires") ?? "";
    if (query.get("Signature") !== signature(this.#secret, `${path} ${expires}`))
      return { verdict: "forged" };
    if (this.#epochMs() > Number(expires) * 1_000) return { verdict: "expired" };
    const encoded = path.slice(PRESIGNED_PREFIX.length).split("/");
    const [use = "", ...names] = encoded.map((name) => decodeURIComponent(name));
    return uses.includes(use) ? { verdict: "valid", use: use as PresignedUse, names } : { verdict: "forged" };
  }
}
