import { expect, it } from "vitest";
import { ShutdownError } from "../../src/errors/shutdown-error.ts";

it("says that the breakers were shut down", () => {
  const { message } = new ShutdownError({ operation: "GetJob" });

  expect(message).toBe("GetJob was not sent: its breakers were shut down");
});
