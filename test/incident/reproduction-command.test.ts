import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operationNames, operationKinds } from "../../src/amplify/operations.ts";
import { callTarget } from "../../src/incident/call-target.ts";
import { reproductionCommand } from "../../src/incident/reproduction-command.ts";
import { anyInput, anyPlace } from "./any-input.ts";
import { printedArguments } from "./printed-arguments.ts";

const whose = "# It uses the credentials of whoever runs it.\n";
const starts = "# It WRITES: where StartJob succeeds, it creates a second one.\n";
const repeats =
  "# The CLI repeats a request that fails: with AWS_MAX_ATTEMPTS=1 before it, it sends one only.\n";
const shells = ["sh", "bash", "zsh"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);

const commands = { ListApps: "list-apps", CreateApp: "create-app" } as const;
const option = (name: string, value: string | undefined): string[] => {
  if (value === undefined) return [];
  return value.startsWith("-") ? [`${name}=${value}`] : [name, value];
};

/** The command's line, without what is said before it. */
const lineOf = (call: Parameters<typeof reproductionCommand>[0]): string | undefined =>
  reproductionCommand(call)?.split("\n").at(-1);

describe("the command", () => {
  test("of a list without an input asks for one page", () => {
    expect(reproductionCommand({ operation: "ListApps", input: {}, region: "eu-west-1" })).toBe(
      `${whose}aws amplify list-apps --region eu-west-1 --no-paginate`,
    );
  });

  test("of a read has its input as one document", () => {
    expect(reproductionCommand({ operation: "GetApp", input: { appId: "d123" } })).toBe(
      `${whose}aws amplify get-app --cli-input-json '{"appId":"d123"}'`,
    );
  });

  test("of what creates something says so, and that the CLI repeats it; dates are in ISO 8601", () => {
    const input = { appId: "d123", jobType: "RELEASE", commitTime: new Date(1_700_000_000_000) };
    expect(reproductionCommand({ operation: "StartJob", input, region: "eu-west-1" })).toBe(
      `${whose}${starts}${repeats}aws amplify start-job --region eu-west-1 --cli-input-json ` +
        `'{"appId":"d123","jobType":"RELEASE","commitTime":"2023-11-14T22:13:20.000Z"}'`,
    );
  });

  test("of another write says that it writes", () => {
    expect(reproductionCommand({ operation: "DeleteApp", input: { appId: "d123" } })).toBe(
      `${whose}# It WRITES: DeleteApp changes what is in the account.\n` +
        `aws amplify delete-app --cli-input-json '{"appId":"d123"}'`,
    );
  });

  test("says what was secret and what was left out", () => {
    const input = { appId: "d123", accessToken: "REDACTED", tags: { a: 1n }, buildSpec: "x".repeat(9_000) };
    expect(reproductionCommand({ operation: "UpdateApp", input, endpoint: "proxy.example.com" })).toBe(
      `${whose}# It WRITES: UpdateApp changes what is in the account.\n` +
        "# What reads REDACTED was secret: put your own in.\n" +
        "# The input was cut, for it was too long or no plain data. Left out in whole or part: tags, buildSpec.\n" +
        "# The protocol of the endpoint is a guess: only its host was known.\n" +
        "aws amplify update-app --endpoint-url https://proxy.example.com --cli-input-json " +
        `'{"appId":"d123","accessToken":"REDACTED","tags":{}}'`,
    );
  });

  test("sends to the region's own variants by the environment, for the CLI has no options for them", () => {
    expect(lineOf({ operation: "GetApp", input: {}, region: "us-east-1", endpoint: "fips+dualstack" })).toBe(
      "AWS_USE_FIPS_ENDPOINT=true AWS_USE_DUALSTACK_ENDPOINT=true aws amplify get-app --region us-east-1",
    );
  });

  test("is of printable ASCII, whatever the input holds", () => {
    const input = { appId: "it's\n\u001b[31m\u202e😀\ud800\u007f!!$(id)" };
    expect(lineOf({ operation: "GetApp", input })).toBe(
      String.raw`aws amplify get-app --cli-input-json '{"appId":"it\u0027s\n\u001b[31m\u202e\ud83d\ude00\ud800\u007f!!$(id)"}'`,
    );
  });

  test("quotes what is no plain region or endpoint, and gives none of them for an option", () => {
    expect(
      lineOf({ operation: "GetApp", input: {}, region: "a'b $(id)", endpoint: "http://[::1]:1/;x" }),
    ).toBe(String.raw`aws amplify get-app --region 'a'\''b_$(id)' --endpoint-url 'http://[::1]:1/;x'`);
    expect(lineOf({ operation: "GetApp", input: {}, region: "--debug" })).toBe(
      "aws amplify get-app --region='--debug'",
    );
  });

  test.each(["Unknown", "ListEverything", "listApps", "ListApps; id", "__proto__", "constructor", ""])(
    "of %j, which is no operation of Amplify's, does not exist",
    (operation) => {
      expect(reproductionCommand({ operation, input: {} })).toBeUndefined();
    },
  );

  test("has for each operation the name that the CLI has for it, and a warning where it writes", () => {
    const names = operationNames.map((operation) => lineOf({ operation, input: {} })?.split(" ")[2]);
    expect(names).toEqual([
      ...["create-app", "create-backend-environment", "create-branch", "create-deployment"],
      ...["create-domain-association", "create-webhook", "delete-app", "delete-backend-environment"],
      ...[
        "delete-branch",
        "delete-domain-association",
        "delete-job",
        "delete-webhook",
        "generate-access-logs",
      ],
      ...["get-app", "get-artifact-url", "get-backend-environment", "get-branch", "get-domain-association"],
      ...[
        "get-job",
        "get-webhook",
        "list-apps",
        "list-artifacts",
        "list-backend-environments",
        "list-branches",
      ],
      ...[
        "list-domain-associations",
        "list-jobs",
        "list-tags-for-resource",
        "list-webhooks",
        "start-deployment",
      ],
      ...["start-job", "stop-job", "tag-resource", "untag-resource", "update-app", "update-branch"],
      ...["update-domain-association", "update-webhook"],
    ]);
    for (const operation of operationNames) {
      const isWarned = reproductionCommand({ operation, input: {} })?.includes("# It WRITES: ");
      expect(isWarned, operation).toBe(operationKinds[operation] !== "read");
    }
  });
});

describe.each(shells)("%s", (shell) => {
  test("gives the CLI the very input, region and endpoint, and runs nothing else", () => {
    const calls = fc.record({
      operation: fc.constantFrom("ListApps" as const, "CreateApp" as const),
      input: anyInput,
      region: fc.option(anyPlace, { nil: undefined }),
      endpoint: fc.option(anyPlace, { nil: undefined }),
    });
    const isGiven = (call: typeof calls extends fc.Arbitrary<infer Call> ? Call : never): void => {
      const text = reproductionCommand(call) ?? "";
      expect(text).toMatch(/^[ -~\n]+$/);
      expect(text).toMatch(/^(?:# [\w .,:=-]+\n)+[^#\n][^\n]*$/);
      const json = JSON.stringify(call.input);
      const { region, endpoint, isFips, isDualStack } = callTarget(call);
      const given = printedArguments(shell, text);
      const documents = given.words.slice(given.words.indexOf("--cli-input-json") + 1);
      expect(json === "{}" ? json : JSON.stringify(JSON.parse(documents.join(" ")))).toBe(json);
      expect(given).toEqual({
        words: [
          ...["amplify", commands[call.operation]],
          ...option("--region", region),
          ...option("--endpoint-url", endpoint),
          ...(call.operation === "ListApps" ? ["--no-paginate"] : []),
          ...(json === "{}" ? [] : ["--cli-input-json", ...documents]),
        ],
        ...{ isFips, isDualStack },
      });
    };
    fc.assert(fc.property(calls, isGiven), { seed: 20_260_101, numRuns: 250 });
  }, 60_000);

  test.each([
    ["fips", { isFips: true, isDualStack: false }],
    ["dualstack", { isFips: false, isDualStack: true }],
    ["fips+dualstack", { isFips: true, isDualStack: true }],
  ])("is told of the region's own variant %s", (endpoint, variant) => {
    const text = reproductionCommand({ operation: "GetApp", input: {}, endpoint }) ?? "";
    expect(printedArguments(shell, text)).toEqual({ words: ["amplify", "get-app"], ...variant });
  });
});
