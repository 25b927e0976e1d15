import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve as serveHono, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  createDashboardHandler,
  type DashboardHandler,
  type DashboardOptions,
} from "../../src/dashboard/index.ts";
import { illness } from "../proxy/a-client.ts";
import { ask, aWatchedClient, listen, serve, token } from "./a-dashboard.ts";

function aHandler(options: DashboardOptions = {}): DashboardHandler {
  const { breakers, clock } = aWatchedClient();
  const handler = createDashboardHandler(breakers, { clock, ...options });
  onTestFinished(() => handler.close());
  return handler;
}

/** How each server hands requests below "/ops/breakers" to a handler, and where it then listens. */
const servers: Readonly<Record<string, (options: DashboardOptions) => Promise<string>>> = {
  "node:http": (options) => serve(aHandler({ ...options, path: "/ops/breakers" })),
  Express: (options) => {
    const app = express();
    app.use("/ops/breakers", aHandler(options));
    return serve(app);
  },
  "Express, nested": (options) => {
    const router = express.Router();
    router.use("/breakers", aHandler(options));
    const app = express();
    app.use("/ops", router);
    return serve(app);
  },
  Fastify: async (options) => {
    const handler = aHandler({ ...options, path: "/ops/breakers" });
    const app = fastify();
    for (const path of ["/ops/breakers", "/ops/breakers/*"]) {
      app.all(path, (request, reply) => {
        reply.hijack();
        handler(request.raw, reply.raw);
      });
    }
    onTestFinished(async () => {
      app.server.closeAllConnections();
      await app.close();
    });
    return app.listen({ port: 0, host: "127.0.0.1" });
  },
  Hono: (options) => {
    const handler = aHandler({ ...options, path: "/ops/breakers" });
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.all("/ops/breakers/*", ({ env }) => {
      handler(env.incoming, env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
    return new Promise((resolve) => {
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", createServer }, () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      });
      onTestFinished(() => {
        server.close();
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    });
  },
};

describe.each(Object.keys(servers))("under a mount path of %s", (name) => {
  const start = (options: DashboardOptions = {}) =>
    servers[name]?.(options) ?? Promise.reject(new Error(name));

  test("answers every route", async () => {
    const url = `${await start()}/ops/breakers`;
    const routes = ["/", "/page.js", "/page.css", "/metrics", "/healthz", "/api/snapshot", "/api/incidents"];
    const answers = await Promise.all(routes.map((route) => ask(`${url}${route}?again=1`)));
    expect(answers.map(({ status }) => status)).toEqual(routes.map(() => 200));
    const viewer = await listen(`${url}/api/events`);
    expect((await viewer.next()).event).toBe("snapshot");
    expect((await ask(`${url}/elsewhere`)).status).toBe(404);
  });

  test("leads to the slash without which the page's own files would not be found", async () => {
    const url = `${await start()}/ops/breakers`;
    const { status, headers } = await ask(url);
    expect(status).toBe(308);
    expect(new URL(headers.location ?? "", url).pathname).toBe("/ops/breakers/");
  });

  test("keeps the cookie to the mount path", async () => {
    const url = `${await start({ token })}/ops/breakers/?token=${token}`;
    const { status, headers } = await ask(url);
    expect(status).toBe(303);
    expect(new URL(headers.location ?? "", url).href).toBe(url.replace(/\?.*/u, ""));
    expect(headers["set-cookie"]?.[0]).toContain("; Path=/ops/breakers; HttpOnly; SameSite=Strict");
  });
});

describe("createDashboardHandler()", () => {
  test("is an existing server's own, and leaves its other paths alone", async () => {
    const handler = aHandler({ path: "/breakers" });
    const url = await serve((request, response) => {
      if (request.url?.startsWith("/breakers") === true) handler(request, response);
      else response.end("mine");
    });
    expect((await ask(`${url}/other`)).body).toBe("mine");
    expect((await ask(`${url}/breakers/healthz`)).status).toBe(200);
    expect((await ask(`${url}/breakersandmore`)).status).toBe(404);
  });

  test("answers nothing outside of its mount path", async () => {
    const url = await serve(aHandler({ path: "/breakers" }));
    for (const route of ["/healthz", "/elsewher/healthz", "/", "/breakersx/", "/x/breakers/healthz"]) {
      expect((await ask(`${url}${route}`)).status).toBe(404);
    }
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("refuses %s: it only shows", async (method) => {
    const url = await serve(aHandler());
    for (const route of ["/", "/api/snapshot", "/healthz", "/elsewhere"]) {
      const { status, headers } = await ask(`${url}${route}`, {}, method);
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD" });
    }
  });

  test.each(["/", "/metrics", "/api/snapshot", "/api/events", "/elsewhere"])(
    "answers HEAD of %s as GET, without a body",
    async (route) => {
      const { status, body, headers } = await ask(`${await serve(aHandler())}${route}`, {}, "HEAD");
      expect({ status, body }).toEqual({ status: route === "/elsewhere" ? 404 : 200, body: "" });
      expect(headers["content-type"]).not.toBe("");
    },
  );

  test("forbids the browser everything but its own files, whatever the answer is", async () => {
    const url = await serve(aHandler({ token }));
    const withToken = { authorization: `Bearer ${token}` };
    const answers = await Promise.all([
      ...["/", "/page.js", "/elsewhere"].map((route) => ask(`${url}${route}`, withToken)),
      ask(url),
      ask(url, withToken, "POST"),
      ask(`${url}/?token=${token}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 401, 405, 303]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "content-security-policy":
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
      });
    }
  });

  test("ends live views when it is closed, and answers that it is", async () => {
    const handler = aHandler();
    const url = await serve(handler);
    const viewer = await listen(`${url}/api/events`);
    await viewer.next();
    handler.close();
    await viewer.ended;
    expect(await ask(url)).toMatchObject({ status: 503, body: "This dashboard is closed.\n" });
  });

  test("tells the process once, and whoever asked, when it cannot answer", async () => {
    const { breakers } = aWatchedClient();
    const broken = { on: () => {}, off: () => {}, [Symbol.iterator]: () => fail() };
    const fail = (): never => {
      throw new Error("no circuits today");
    };
    expect([...breakers]).toEqual([]);
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const url = await serve(createDashboardHandler(broken));
    expect((await ask(`${url}/metrics`)).status).toBe(500);
    expect((await ask(`${url}/healthz`)).status).toBe(500);
    expect(warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      "AmplifyBreakerWarning: The dashboard could not answer a request: no circuits today",
    ]);
  });

  test.each(["breakers", "/breakers/", "//x", "/a b", "/<x>"])("refuses the path %j", (path) => {
    expect(() => aHandler({ path })).toThrow(
      `option path must begin with a slash and end with none, as in "/breakers"; got ${JSON.stringify(path)}`,
    );
  });
});

describe("/healthz", () => {
  test("says which circuits refuse calls, until their reset has passed", async () => {
    const { breakers, clock, call, failWith } = aWatchedClient();
    const url = await serve(createDashboardHandler(breakers, { clock }));
    const look = async () => {
      const { status, body } = await ask(`${url}/healthz`);
      return { status, ...(JSON.parse(body) as object) };
    };
    await call(1);
    expect(await look()).toEqual({ status: "ok", reasons: [] });
    failWith(illness);
    await call(2);
    expect((await ask(`${url}/healthz`)).status).toBe(503);
    expect(await look()).toEqual({
      status: "unhealthy",
      reasons: [
        {
          circuit: "ListApps",
          region: "eu-west-1",
          state: "open",
          retryAfterMs: 1_000,
          because: "InternalFailureException",
        },
      ],
    });
    clock.advance(1_000);
    expect(breakers.circuit("ListApps").state).toBe("halfOpen");
    expect((await ask(`${url}/healthz`)).status).toBe(200);
    breakers.circuit("ListApps").isolate("deploy freeze");
    expect(await look()).toMatchObject({ reasons: [{ state: "isolated", because: "deploy freeze" }] });
  });

  test("counts only the circuits that were named, or that the function says", async () => {
    const { breakers, clock, call, failWith } = aWatchedClient();
    failWith(illness);
    await call(2);
    const statusBy = async (unhealthy: DashboardOptions["unhealthy"]) =>
      (await ask(`${await serve(createDashboardHandler(breakers, { clock, unhealthy }))}/healthz`)).status;
    expect(await statusBy(["StartJob"])).toBe(200);
    expect(await statusBy(["StartJob", "ListApps"])).toBe(503);
    expect(await statusBy(() => false)).toBe(200);
    expect(await statusBy(({ lastFailure }) => lastFailure !== undefined)).toBe(503);
    // A promise is no answer, and a function that throws leaves it to the circuit.
    expect(await statusBy((async () => true) as unknown as () => boolean)).toBe(200);
    expect(
      await statusBy(() => {
        throw new Error("no idea");
      }),
    ).toBe(503);
  });
});

describe("the token", () => {
  const routes = ["/", "/page.js", "/metrics", "/healthz", "/api/snapshot", "/api/events", "/elsewhere"];

  test.each(routes)("is asked for by %s", async (route) => {
    const url = `${await serve(aHandler({ token }))}${route}`;
    const wrong = [
      {},
      { authorization: `Bearer ${token}x` },
      { authorization: token },
      { cookie: `amplify-breaker-dashboard=${token}` },
    ];
    for (const headers of wrong) {
      const { status, body, headers: got } = await ask(url, headers);
      expect({ status, asks: got["www-authenticate"] }).toEqual({
        status: 401,
        asks: 'Bearer realm="amplify-breaker"',
      });
      expect(body).not.toContain(token);
    }
    expect((await ask(`${url}?token=${token.slice(1)}`)).status).toBe(401);
    expect((await ask(url, { authorization: `bearer ${token}` }, "HEAD")).status).toBe(
      route === "/elsewhere" ? 404 : 200,
    );
  });

  test("becomes a cookie that is not the token, and leaves the address", async () => {
    const url = await serve(aHandler({ token }));
    const { status, headers } = await ask(`${url}/api/snapshot?token=${token}`);
    expect({ status, location: headers.location }).toEqual({ status: 303, location: "./snapshot" });
    const cookie = headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^amplify-breaker-dashboard=[\da-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/u);
    const shown = { cookie: `theme=dark; ${cookie.split(";")[0] ?? ""}` };
    expect((await ask(`${url}/api/snapshot`, shown)).status).toBe(200);
    expect((await ask(await serve(aHandler({ token: `${token}2` })), shown)).status).toBe(401);
  });

  test("leads nowhere else, whatever the address looks like", async () => {
    const url = new URL(await serve(aHandler({ token })));
    const { headers } = await ask(`${url.origin}//evil.example/?token=${token}`);
    expect(new URL(headers.location ?? "", `${url.origin}//evil.example/`).host).toBe(url.host);
  });
});
