import { describe, expect, test } from "vitest";
import { slackMessage } from "../../src/alerts/slack-message.ts";
import { anAlert } from "./an-alert.ts";

describe("a message for Slack", () => {
  test("says what has happened, since when, why, and what to do", () => {
    expect(slackMessage(anAlert({ since: Date.UTC(2026, 0, 1) })).text.split("\n")).toEqual([
      "*:red_circle: FIRING* (warning) Amplify ListApps is out in eu-west-1: InternalFailureException",
      "since 2026-01-01T00:00:00.000Z, id ListApps-eu-west-1-1",
      "&gt; InternalFailureException: down".replace("&gt;", ">"),
      "request id r-7",
      "Something broke inside Amplify; nothing in the request causes it, and nothing in it can mend it.",
      "• Wait: the circuit tries again by itself.",
      "• Look at https://health.aws.amazon.com/health/status for Amplify in your region.",
      expect.stringMatching(/^• Where it lasts/u) as string,
      expect.stringMatching(/^https:/u) as string,
    ]);
  });

  test("wakes nobody by what an error or a circuit is called", () => {
    const { text } = slackMessage(
      anAlert({
        summary: "Amplify <!channel> is out",
        cause: { name: "<!here>", message: "a & b <https://evil.example|click>", requestId: "<@U1>" },
      }),
    );
    expect(text).not.toMatch(/[<]/u);
    expect(text).toContain("&lt;!here&gt;: a &amp; b &lt;https://evil.example|click&gt;");
  });

  test("is short when it is over, and without a scope always", () => {
    expect(slackMessage(anAlert({ status: "resolved" })).text.split("\n")).toHaveLength(2);
    expect(slackMessage(anAlert()).text).not.toContain("tenant-1");
  });

  test("is no longer than people read, and ends with a whole line", () => {
    const { text } = slackMessage(anAlert({ cause: { name: "E", message: "<".repeat(2_000) } }));
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text.split("\n")).toHaveLength(2);
  });
});
