import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { installAttemptMiddleware, type MiddlewareStackLike } from "../call/attempt-middleware.ts";
import type { ClientBreakers } from "./client-breakers.ts";
import type { SendWithOverride } from "./send-with-override.ts";
import { findSend, type RawSend } from "./found-send.ts";
import { sendProtected, type Protection } from "./send.ts";

/** An Amplify client of the same type, whose calls go through circuits. */
export type Protected<Client extends AmplifyClient> = Client & {
  /** The circuits this client's calls go through, and their events. */
  readonly breakers: ClientBreakers;
  /** The SDK's `send`, which also takes what a single call does otherwise than the options say. */
  readonly send: SendWithOverride;
};

const protectedClients = new WeakSet<object>();

/** Whether the client is one that {@link protectClient} made. */
export function isProtected(client: object): boolean {
  return protectedClients.has(client);
}

/**
 * Puts a Proxy in a client's place: `send` goes through circuits, and all else is the client's own.
 *
 * The aggregated methods and the paginators call `this.send`, so nothing else need be intercepted.
 */
export function protectClient<Client extends AmplifyClient>(
  client: Client,
  breakers: ClientBreakers,
  protection: Protection,
): Protected<Client> {
  installAttemptMiddleware(client.middlewareStack as unknown as MiddlewareStackLike);
  const { lifetime } = protection;
  const wrapSend = sendWrapper(client, protection);
  const substitute = new Proxy(client, {
    get(target, property) {
      if (property === "breakers") return breakers;
      // `target` as receiver: an accessor of the client's must see the client itself.
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      if (property === "send") return wrapSend(value as RawSend);
      if (property === "destroy" && lifetime.isLent) {
        return () => lifetime.end(() => void Reflect.apply(value, target, []));
      }
      return value;
    },
    has: (target, property) => property === "breakers" || Reflect.has(target, property),
  });
  protectedClients.add(substitute);
  return substitute as Protected<Client>;
}

/**
 * `send` is read anew at each call, because mocks and instrumentations patch it at any moment. Each function found
 * there gets one wrapper, itself a Proxy, so that what a mock keeps on the function shows through.
 */
function sendWrapper(client: object, protection: Protection): (send: RawSend) => RawSend {
  const wrappers = new WeakMap<RawSend, RawSend>();
  const made = new WeakSet<RawSend>();
  return (send) => {
    // A mock that is restored may put our own wrapper back onto the client.
    if (made.has(send)) return send;
    const known = wrappers.get(send);
    if (known !== undefined) return known;
    const found = findSend(send);
    const wrapper = new Proxy(send, {
      apply: (target, receiver: unknown, args: unknown[]) =>
        receiver === undefined || receiver === client || protectedClients.has(receiver as object)
          ? sendProtected(protection, found, args)
          : Reflect.apply(target, receiver, args),
    });
    wrappers.set(send, wrapper);
    made.add(wrapper);
    return wrapper;
  };
}
