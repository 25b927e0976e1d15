import { AmplifyClient } from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { redacted, safeInput, type SensitiveFilter } from "../../src/amplify/safe-input.ts";
import { isSecretMember } from "../../src/amplify/secret-members.ts";
import { fullOperations } from "./full-value.ts";

const operations = fullOperations((member) => `${member} as given`);

/** Every text in a value, with the member that it stands in. */
function* textsOf(value: unknown, member = ""): Generator<{ member: string; text: string }> {
  if (typeof value === "string") yield { member, text: value };
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* textsOf(inner, Array.isArray(value) ? member : name);
  }
}

/** What the SDK's own model hides, as its middleware is told. */
async function filterOf(command: unknown): Promise<SensitiveFilter> {
  const client = new AmplifyClient({ region: "eu-west-1" });
  const seen: unknown[] = [];
  const bare = { handle: () => Promise.resolve({ output: {} }) };
  const { resolveMiddleware } = command as {
    resolveMiddleware: (stack: object, config: object, options: object) => unknown;
  };
  const stack = {
    concat: () => ({
      resolve: (_: unknown, context: unknown) => {
        seen.push(context);
        return bare.handle;
      },
    }),
  };
  resolveMiddleware.call(command, stack, client.config, {});
  const [context] = seen as { inputFilterSensitiveLog: SensitiveFilter }[];
  if (context === undefined) throw new Error("no context was made");
  return context.inputFilterSensitiveLog;
}

test.each(operations)("hides what the model of the SDK hides in $operation", async ({ command }) => {
  const filter = await filterOf(command);
  const byModel =
    JSON.stringify(filter(command.input as never)).split("***SensitiveInformation***").length - 1;
  const kept = [...textsOf(safeInput(command.input).input)].filter(({ text }) => text !== redacted);
  const keptByFilter = new Set([...textsOf(filter(command.input as never))].map(({ member }) => member));
  for (const { member } of kept) expect(keptByFilter).toContain(member);
  const hidden = [...textsOf(safeInput(command.input).input)].filter(({ text }) => text === redacted);
  expect(hidden.length).toBeGreaterThanOrEqual(byModel);
});

test("some inputs have secrets in their model, and some only on the list", async () => {
  const creating = operations.find(({ operation }) => operation === "CreateApp");
  const filter = await filterOf(creating?.command);
  expect(JSON.stringify(filter(creating?.command.input as never))).toContain("***SensitiveInformation***");
  const { input } = safeInput(creating?.command.input);
  expect(input).toMatchObject({
    name: "name as given",
    oauthToken: redacted,
    accessToken: redacted,
    buildSpec: redacted,
    basicAuthCredentials: redacted,
    customHeaders: redacted,
    environmentVariables: { name: redacted },
    autoBranchCreationConfig: { environmentVariables: { name: redacted }, framework: "framework as given" },
    enableBasicAuth: true,
  });
});

test.each(
  `accessToken oauthToken basicAuthCredentials buildSpec environmentVariables webhookUrl fileUploadUrls zipUploadUrl
  artifactUrl logUrl artifactsUrl sourceUrl customHeaders testArtifactsUrl testConfigUrl screenshots thumbnailUrl
  clientSecret dbPassword apiKey`.split(/\s+/),
)("%s is a secret", (member) => {
  expect(isSecretMember(member)).toBe(true);
  expect(safeInput({ deep: [{ [member]: { key: "s3cr3t" } }] })).toEqual({
    input: { deep: [{ [member]: { key: redacted } }] },
    secrets: ["s3cr3t"],
  });
});

test.each(["nextToken", "appId", "branchName", "environmentName", "commitMessage", "clientToken"])(
  "%s is none",
  (member) => {
    expect(safeInput({ [member]: "as given" })).toEqual({ input: { [member]: "as given" }, secrets: [] });
  },
);

test("what a later model calls secret is hidden by what the SDK says of it", () => {
  const filter = ({ items }: { items: { door: unknown; name: string }[] }): unknown => ({
    items: items.map(({ name }) => ({ door: "***SensitiveInformation***", name })),
  });
  expect(safeInput({ items: [{ door: "open sesame", name: "cave" }] }, filter)).toEqual({
    input: { items: [{ door: redacted, name: "cave" }] },
    secrets: ["open sesame", "open%20sesame"],
  });
});

test("a filter that throws leaves the list in force", () => {
  const filter = (): never => {
    throw new TypeError("no structure");
  };
  expect(safeInput({ accessToken: "s3cr3t" }, filter).input).toEqual({ accessToken: redacted });
});

test("a text that is no secret loses what is one within it", () => {
  const repository = "https://build:hunter22@git.example.com/app";
  expect(safeInput({ repository }).input).toEqual({
    repository: "https://[redacted]@git.example.com/app",
  });
});

test("dates stay dates, and others' objects and later changes do not show", () => {
  const commitTime = new Date(1_000);
  const given = { commitTime, tags: { team: "web" } };
  const { input } = safeInput(given);
  commitTime.setTime(5);
  given.tags.team = "other";
  expect(input).toEqual({ commitTime: new Date(1_000), tags: { team: "web" } });
});

test("whatever passes for an input, the copy is plain and bounded", () => {
  const circular: Record<string, unknown> = { name: "loop" };
  circular["self"] = circular;
  const throwing = Object.defineProperty({}, "name", {
    enumerable: true,
    get: () => {
      throw new Error("hands off");
    },
  });
  expect(JSON.stringify(safeInput(circular).input)?.length).toBeLessThan(1_000);
  expect(safeInput({ throwing, fine: 1 }).input).toEqual({ throwing: {}, fine: 1 });
  expect(safeInput({ list: Array.from({ length: 1e5 }, () => 1) }).input).toHaveProperty(
    "list.length",
    1_999,
  );
  expect(safeInput({ run: () => 1, big: 1n, none: null, unset: undefined }).input).toEqual({ none: null });
  for (const odd of [undefined, null, 7, "text", Symbol("x")]) expect(() => safeInput(odd)).not.toThrow();
});

test("a key that names a prototype is a key", () => {
  const input: unknown = JSON.parse('{"environmentVariables":{"__proto__":"s3cr3t"},"__proto__":{"x":1}}');
  const copy = safeInput(input).input;
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(JSON.stringify(copy)).not.toContain("s3cr3t");
});

test("of what cannot be looked at nothing is shown, and the rest is", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(safeInput({ proxy, list: [proxy], accessToken: proxy, fine: 1 }).input).toEqual({
    list: [undefined],
    accessToken: redacted,
    fine: 1,
  });
  expect(safeInput(proxy)).toEqual({ input: undefined, secrets: [] });
});
