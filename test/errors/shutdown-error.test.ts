import { expect, test } from "vitest";
import { ShutdownError } from "../../src/errors/shutdown-error.ts";

test("says that the breakers were shut down", () => {
  const { message } = new ShutdownError({ operation: "GetJob" });

  expect(message).toBe("GetJob was not sent: its breakers were shut down");
});
