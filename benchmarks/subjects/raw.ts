import type { Subject } from "./subject.ts";

/** The SDK's own client, unprotected. */
export const raw: Subject = {
  name: "raw client",
  protect: (client) => ({
    send: (command) => client.send(command),
    isRefusal: () => false,
    close: () => client.destroy(),
  }),
};
