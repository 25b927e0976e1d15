import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readPageFile } from "../../src/dashboard/page-files.ts";

const dist = new URL("../../dist/", import.meta.url);

test("the page's code and styles name the library that is in them, with its license", () => {
  for (const file of ["page.js", "page.css"] as const) {
    expect(readPageFile(file)).toContain("Copyright (c)");
    expect(readPageFile(file)).toContain("Permission is hereby granted, free of charge");
  }
});

test("the page has no script and no style in itself, and none from elsewhere", () => {
  const html = readPageFile("index.html");
  expect(html).not.toMatch(/<style|style=|\son\w+=|https?:|<script[^>]*>[^<]/u);
  expect(readPageFile("page.css")).not.toMatch(/url\(|@import/u);
});

test("the built package carries the page in its code, and looks for no files", () => {
  const folders = ["dashboard/", "chunks/"].map((folder) => new URL(folder, dist));
  const code = folders
    .flatMap((folder) => readdirSync(folder).map((file) => new URL(file, folder)))
    .filter(({ pathname }) => pathname.endsWith(".js"))
    .map((file) => readFileSync(file, "utf8"));
  expect(code.filter((text) => text.includes("<h1>Amplify circuits"))).toHaveLength(1);
  expect(code.filter((text) => text.includes("dist/dashboard/page"))).toHaveLength(0);
});
