import { runInThisContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { reproductionScript } from "../../src/incident/reproduction-script.ts";
import { anyInput, anyPlace } from "./any-input.ts";

/** What stands in a script for its input or its client's options. */
function valueIn(script: string | undefined, before: string, after: string): unknown {
  const line = script?.split("\n").find((text) => text.startsWith(before)) ?? "";
  return runInThisContext(`(${line.slice(before.length, -after.length)})`);
}
const inputIn = (script: string | undefined): unknown => valueIn(script, "const input = ", ";");
const configIn = (script: string | undefined): unknown =>
  valueIn(script, "const client = new AmplifyClient(", ");");

test("a script sends the input once, and prints what comes of it", () => {
  const input = { appId: "d123", commitTime: new Date(1_700_000_000_000), tags: { "a-b": ["it's"], c: {} } };
  expect(reproductionScript({ operation: "StartJob", input, region: "eu-west-1" })).toBe(
    [
      "// Sends StartJob to Amplify once. Needs @aws-sdk/client-amplify; save it as reproduce.mjs, run: node reproduce.mjs",
      "// It uses the credentials of whoever runs it.",
      "// It WRITES: where StartJob succeeds, it creates a second one.",
      'import { AmplifyClient, StartJobCommand } from "@aws-sdk/client-amplify";',
      "",
      'const client = new AmplifyClient({ region: "eu-west-1", maxAttempts: 1 });',
      String.raw`const input = { appId: "d123", commitTime: new Date("2023-11-14T22:13:20.000Z"), tags: { "a-b": ["it\u0027s"], c: {} } };`,
      "try {",
      "  console.dir(await client.send(new StartJobCommand(input)), { depth: null });",
      "} catch ({ name, message, $metadata }) {",
      "  console.error({ name, message, $metadata });",
      "  process.exitCode = 1;",
      "}",
      "",
    ].join("\n"),
  );
});

test("a script of a read warns of nothing, and has the region of whoever runs it where none is known", () => {
  const script = reproductionScript({ operation: "ListApps", input: undefined });
  expect(script).not.toContain("WRITES");
  expect(configIn(script)).toEqual({ maxAttempts: 1 });
  expect(inputIn(script)).toEqual({});
});

test("a script says what was secret, what was left out and what is a guess", () => {
  const input = { appId: "d123", accessToken: "REDACTED", buildSpec: "x".repeat(9_000) };
  const script = reproductionScript({ operation: "UpdateApp", input, endpoint: "proxy.example.com" });
  expect(script?.split("\n").slice(1, 6)).toEqual([
    "// It uses the credentials of whoever runs it.",
    "// It WRITES: UpdateApp changes what is in the account.",
    "// What reads REDACTED was secret: put your own in.",
    "// The input was cut, for it was too long or no plain data. Left out in whole or part: buildSpec.",
    "// The protocol of the endpoint is a guess: only its host was known.",
  ]);
  expect(inputIn(script)).toEqual({ appId: "d123", accessToken: "REDACTED" });
  expect(configIn(script)).toEqual({ endpoint: "https://proxy.example.com", maxAttempts: 1 });
});

test.each([
  ["fips", { useFipsEndpoint: true }],
  ["dualstack", { useDualstackEndpoint: true }],
  ["fips+dualstack", { useFipsEndpoint: true, useDualstackEndpoint: true }],
])("a script sends to the region's own variant %s by the client's options", (endpoint, options) => {
  const script = reproductionScript({ operation: "GetApp", input: {}, region: "us-east-1", endpoint });
  expect(configIn(script)).toEqual({ region: "us-east-1", ...options, maxAttempts: 1 });
});

test.each(["Unknown", "ListEverything", "ListApps } from 'x'; import { x", "__proto__"])(
  "there is no script for %j, which is no operation of Amplify's",
  (operation) => {
    expect(reproductionScript({ operation, input: {} })).toBeUndefined();
  },
);

test("there is a script for each operation", () => {
  for (const operation of operationNames) {
    expect(reproductionScript({ operation, input: {} })).toContain(`new ${operation}Command(input)`);
  }
});

test("a script has __proto__ as a name like others", () => {
  const input: unknown = JSON.parse('{"tags":{"__proto__":"x"}}');
  expect(reproductionScript({ operation: "CreateApp", input })).toContain(
    'const input = { tags: { ["__proto__"]: "x" } };',
  );
});

test("whatever the input, region and endpoint are, a script is the same lines of printable ASCII with the very input", () => {
  const calls = fc.record({ input: anyInput, region: anyPlace, endpoint: anyPlace });
  const plain = reproductionScript({ operation: "CreateApp", input: {} })?.split("\n") ?? [];
  fc.assert(
    fc.property(calls, ({ input, region, endpoint }) => {
      const script = reproductionScript({ operation: "CreateApp", input, region, endpoint });
      expect(script).toMatch(/^[ -~\n]+$/);
      const lines = script?.split("\n") ?? [];
      const varying = lines.filter((line) => !plain.includes(line));
      for (const line of varying) expect(line).toMatch(/^(?:const (?:client|input) = |\/\/ [\w .,:=-]+$)/);
      expect(varying.filter((line) => line.startsWith("const")).length).toBeLessThanOrEqual(2);
      expect(JSON.stringify(inputIn(script))).toBe(JSON.stringify(input));
      expect(configIn(script)).toHaveProperty("maxAttempts", 1);
    }),
    { seed: 20_260_101, numRuns: 500 },
  );
});
