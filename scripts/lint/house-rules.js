import { mayImport } from "./floors.js";

/**
 * @typedef {{ filename: string, report(problem: { node: unknown, message: string }): void }} Context
 * @typedef {{ source: { value?: unknown } | null, importKind?: string, exportKind?: string }} Importing
 */

/** What oxlint's own rules cannot say. */
export default {
  meta: { name: "house" },
  rules: {
    floors: {
      /** @param {Context} context */
      create(context) {
        /** @param {Importing} node */
        const check = (node) => {
          if (node.source === null) return;
          const source = node.source.value;
          const isTypeOnly = (node.importKind ?? node.exportKind) === "type";
          if (typeof source === "string" && mayImport(context.filename, source, isTypeOnly)) return;
          context.report({
            node,
            message: `${String(source)} is not on a floor below this one: see scripts/lint/floors.js.`,
          });
        };
        return {
          ImportDeclaration: check,
          ImportExpression: check,
          ExportNamedDeclaration: check,
          ExportAllDeclaration: check,
        };
      },
    },
    "no-bare-date": {
      /** @param {Context} context */
      create(context) {
        const message = "Reads the machine's clock: take the time from the injected one.";
        /** @param {unknown} node */
        const report = (node) => {
          context.report({ node, message });
        };
        return {
          "NewExpression[callee.name='Date'][arguments.length=0]": report,
          "CallExpression[callee.name='Date']": report,
        };
      },
    },
  },
};
