import { bytesPerBreaker, bytesPerClient } from "./growth/bytes-per-breaker.ts";
import { baseline, grownSubjects, ownName, sharedName } from "./growth/grown-subjects.ts";
import { measureClients, measureCrowds, type Crowd, type Grown } from "./growth/measure-growth.ts";
import type { Benchmark, Cell, Findings, Table, Target } from "./harness/benchmark.ts";
import type { Measured } from "./harness/rounds.ts";

/** What many clients cost, many circuits, and many callers at once. */
export const growth: Benchmark = {
  name: "growth",
  question: "what do many clients, circuits and callers cost?",
  async run(context): Promise<Findings> {
    const grown: Grown[] = [];
    const { isQuick } = context;
    for (const clients of isQuick ? [1, 10, 100] : [1, 10, 100, 1_000])
      grown.push(...(await measureClients(clients, context)));
    const callers = isQuick ? [1, 10, 100, 1_000] : [1, 10, 100, 1_000, 10_000];
    const crowds = await measureCrowds(callers, context);
    return {
      tables: [
        bytesTable(grown),
        timersTable(grown),
        ratioTable(grown, "Start-up: from nothing to each client's first answer, × raw", "startUp"),
        ratioTable(grown, "One call, the clients by turns, × raw", "calls"),
        crowdTable(crowds),
      ],
      targets: [timersTarget(grown, ownName), timersTarget(grown, sharedName)],
      data: { grown, crowds },
    };
  },
};

const startUpNote =
  "The first answer comes from memory, and holds what the SDK puts off until then. *Own circuits* read the options anew for " +
  "each client and make its first circuit; *shared circuits* do both once.";

function bytesTable(grown: readonly Grown[]): Table {
  const protectedNames = grownSubjects.map(({ name }) => name).filter((name) => name !== baseline);
  return {
    title: "KB on the heap per client, over an unprotected client's own",
    columns: ["", ...columnsOf(grown), "KB per breaker"],
    rows: protectedNames.map((name) => {
      const ofSubject = grown.filter((one) => one.name === name);
      const largest = ofSubject.at(-1);
      return [
        name,
        ...ofSubject.map((one) => kilobytes(bytesPerClient(heldOf(one), rawBytes(grown, one)))),
        largest === undefined || name === sharedName
          ? ""
          : kilobytes(bytesPerBreaker(heldOf(largest), rawBytes(grown, largest))),
      ];
    }),
    note:
      `Each client has called each of its ${grown[0]?.operations ?? 0} operations once. *opossum, defaults* then has one ` +
      "breaker per client, *shared circuits* one per operation however many clients there are, and the others one per " +
      "operation and client. That is why only the row of the shared circuits bends: one client bears them all, many " +
      "divide them, and what remains is what a client has beside circuits.",
  };
}

function timersTable(grown: readonly Grown[]): Table {
  return {
    title: "Timers set while all circuits are closed and no call is under way",
    columns: ["", ...columnsOf(grown)],
    rows: grownSubjects.map(({ name }) => [
      name,
      ...grown.filter((one) => one.name === name).map(({ timers }) => timers),
    ]),
    note: "Counted by async_hooks, those that hold no process open among them.",
  };
}

function ratioTable(grown: readonly Grown[], title: string, figure: "startUp" | "calls"): Table {
  return {
    title,
    ...(figure === "startUp" && { note: startUpNote }),
    columns: ["", ...columnsOf(grown)],
    rows: grownSubjects.map(({ name }) => [
      name,
      ...grown.filter((one) => one.name === name).map((one) => ratioCell(one[figure])),
    ]),
  };
}

function crowdTable(crowds: readonly Crowd[]): Table {
  return {
    title: "One call of one client, × raw, by how many callers there are at once",
    columns: ["", ...crowds.map(({ callers }) => `${callers}`)],
    rows: grownSubjects.map(({ name }) => [
      name,
      ...crowds.map(({ calls }) => {
        const one = calls.find((measured) => measured.name === name);
        return one === undefined ? "" : ratioCell(one);
      }),
    ]),
  };
}

function timersTarget(grown: readonly Grown[], subject: string): Target {
  const most = Math.max(...grown.filter(({ name }) => name === subject).map(({ timers }) => timers));
  return { text: `${subject}: no timer while closed`, measured: `at most ${most}`, isMet: most === 0 };
}

function columnsOf(grown: readonly Grown[]): string[] {
  const numbers = new Set(grown.map(({ clients }) => clients));
  return [...numbers].map((clients) => (clients === 1 ? "1 client" : `${clients} clients`));
}

function heldOf({ name, bytes, clients, operations }: Grown): Parameters<typeof bytesPerClient>[0] {
  const subject = grownSubjects.find((one) => one.name === name);
  return { bytes, clients, breakers: subject?.breakers(clients, operations) ?? 0 };
}

function rawBytes(grown: readonly Grown[], { clients }: Grown): number {
  const raw = grown.find((one) => one.name === baseline && one.clients === clients);
  return raw?.bytes ?? Number.NaN;
}

function ratioCell({ ratio, spread }: Measured): Cell {
  return `${ratio.toFixed(2)} (${spread.map((end) => end.toFixed(2)).join(" – ")})`;
}

function kilobytes(bytes = Number.NaN): string {
  return (bytes / 1_000).toFixed(1);
}
