import { expect, test } from "vitest";
import { placeLabels } from "../../../benchmarks/outage/place-labels.ts";

const within = { x: 100, y: 100, width: 200, height: 200 };

test("a label stands beside its mark, on the right where there is room", () => {
  const [place] = placeLabels([{ x: 100, y: 100, width: 20 }], within);
  expect(place).toMatchObject({ y: 100, width: 20 });
  expect(place?.x).toBeGreaterThan(110);
});

test("a label keeps inside the plot", () => {
  const [place] = placeLabels([{ x: 195, y: 100, width: 20 }], within);
  expect(place?.x).toBeLessThan(185);
});

test("labels of marks in one place cover each other nowhere", () => {
  const places = placeLabels(
    Array.from({ length: 12 }, () => ({ x: 100, y: 100, width: 40 })),
    within,
  );
  for (const [index, one] of places.entries()) {
    expect(one).toBeDefined();
    for (const other of places.slice(index + 1)) {
      const isApartAcross = Math.abs((one?.x ?? 0) - (other?.x ?? 0)) >= 40;
      const isApartDown = Math.abs((one?.y ?? 0) - (other?.y ?? 0)) >= 13;
      expect(isApartAcross || isApartDown).toBe(true);
    }
  }
});

test("a mark without room around it has no label", () => {
  const full = { x: 100, y: 100, width: 30, height: 20 };
  expect(placeLabels([{ x: 100, y: 100, width: 40 }], full)).toEqual([undefined]);
});
