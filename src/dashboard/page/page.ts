import type { DashboardChanges, DashboardSnapshot } from "../dashboard-snapshot.ts";
import { byId, setText } from "./element.ts";
import { Incidents } from "./incidents.ts";
import { Summary } from "./summary.ts";
import { Tiles } from "./tiles.ts";
import { Timeline } from "./timeline.ts";

const tiles = new Tiles();
const timeline = new Timeline();
const incidents = new Incidents();
const summary = new Summary();
const connection = byId("connection");
const source = new EventSource("api/events");

source.addEventListener("snapshot", ({ data }: MessageEvent<string>) => {
  const snapshot = JSON.parse(data) as DashboardSnapshot;
  setConnection("Live", false);
  tiles.replace(snapshot);
  // The process may have been started anew, and count from the beginning.
  timeline.clear();
  timeline.add(snapshot.transitions);
  incidents.read();
  summary.show(tiles.circuits, snapshot.isHealthy, snapshot.hiddenCircuits);
});

source.addEventListener("changes", ({ data }: MessageEvent<string>) => {
  const changes = JSON.parse(data) as DashboardChanges;
  const news = tiles.change(changes);
  timeline.add(changes.transitions);
  incidents.heed(changes.transitions);
  summary.show(tiles.circuits, changes.isHealthy, changes.hiddenCircuits);
  if (news.length > 0) setText(byId("announcement"), news.join("; "));
});

source.addEventListener("error", () => {
  const isOver = source.readyState === EventSource.CLOSED;
  setConnection(
    isOver ? "Not connected: what is shown is old. Reload the page." : "Connection lost; trying again …",
    true,
  );
});

function setConnection(text: string, isLost: boolean): void {
  setText(connection, text);
  connection.classList.toggle("lost", isLost);
}
