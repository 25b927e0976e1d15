import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { aFeed, disruption, encodedFeed } from "./a-feed.ts";

const here = { region: "me-central-1" };

describe("an answer", () => {
  test("is good for a minute, for every region, and keeps the time at which it was asked for", async () => {
    const { health, clock, requests } = await aFeed((response) => response.end(encodedFeed([disruption])));
    const first = await health.look(here);
    clock.advance(59_999);
    expect(await health.look(here)).toEqual(first);
    expect(await health.look({ region: "eu-west-1" })).toMatchObject({
      status: "nothingReported",
      checkedAt: first.checkedAt,
    });
    expect(requests).toHaveLength(1);
    clock.advance(1);
    expect(await health.look(here)).toEqual({ ...first, checkedAt: first.checkedAt + 60_000 });
    expect(requests).toHaveLength(2);
  });

  test("is good for as long as the option says", async () => {
    const { health, clock, requests } = await aFeed((response) => response.end("[]"), { refreshMs: 10_000 });
    await health.look(here);
    clock.advance(9_999);
    await health.look(here);
    expect(requests).toHaveLength(1);
    clock.advance(1);
    await health.look(here);
    expect(requests).toHaveLength(2);
  });

  test("is shared by all who look while it is awaited", async () => {
    const held: ServerResponse[] = [];
    const { health, asked, requests } = await aFeed((response) => held.push(response));
    const looks = [health.look(here), health.look(here), health.look({ region: "eu-west-1" })];
    await asked(1);
    looks.push(health.look({}));
    held[0]?.end(encodedFeed([disruption]));
    const statuses = (await Promise.all(looks)).map(({ status }) => status);
    expect(statuses).toEqual(["reported", "reported", "nothingReported", "reported"]);
    expect(requests).toHaveLength(1);
  });
});

describe("a failure", () => {
  test("is told at once until the feed is asked again: after 10 s, then twice as long, up to 5 minutes", async () => {
    const { health, clock, requests } = await aFeed((response) => response.writeHead(503).end());
    const problem = "it answered with HTTP status 503";
    for (const waitMs of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      const asked = await health.look(here);
      expect(asked).toMatchObject({ status: "unknown", problem, checkedAt: clock.epochMs() });
      const count = requests.length;
      clock.advance(waitMs - 1);
      expect(await health.look(here)).toEqual(asked);
      expect(requests).toHaveLength(count);
      clock.advance(1);
    }
    expect(requests).toHaveLength(7);
  });

  test("is forgotten with the next good answer", async () => {
    let isDown = true;
    const { health, clock, requests } = await aFeed((response) =>
      response.writeHead(isDown ? 500 : 200).end("[]"),
    );
    await health.look(here);
    clock.advance(10_000);
    await health.look(here);
    isDown = false;
    clock.advance(20_000);
    expect(await health.look(here)).toMatchObject({ status: "nothingReported" });
    isDown = true;
    clock.advance(60_000);
    await health.look(here);
    clock.advance(10_000);
    expect(await health.look(here)).toMatchObject({ status: "unknown" });
    expect(requests).toHaveLength(5);
  });

  test("takes the place of what was known before: an old answer would be a guess", async () => {
    const answers = [200, 500];
    const { health, clock } = await aFeed((response) =>
      response.writeHead(answers.shift() ?? 500).end(encodedFeed([disruption])),
    );
    expect(await health.look(here)).toMatchObject({ status: "reported" });
    clock.advance(60_000);
    expect(await health.look(here)).toMatchObject({ status: "unknown", events: [] });
  });

  test("is shared by all who look while it is awaited", async () => {
    const held: ServerResponse[] = [];
    const { health, asked, requests } = await aFeed((response) => held.push(response));
    const looks = [health.look(here), health.look(here)];
    await asked(1);
    held[0]?.destroy();
    const [one, other] = await Promise.all(looks);
    expect(one).toMatchObject({ status: "unknown" });
    expect(other).toEqual(one);
    expect(requests).toHaveLength(1);
  });
});
