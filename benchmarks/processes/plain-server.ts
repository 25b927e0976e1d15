// Answers every request at once with the same app: all that a call over a socket needs, and nothing that costs.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getAppAnswer } from "../harness/get-app.ts";

const server = createServer((request, response) => {
  request.resume();
  response.setHeader("content-type", "application/json");
  response.end(getAppAnswer);
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
