/** What oxlint's own rules cannot say. */
export default {
  meta: { name: "house" },
  rules: {
    "no-bare-date": {
      /** @param {{ report(problem: { node: unknown, message: string }): void }} context */
      create(context) {
        return {
          /** @param {unknown} node */
          "NewExpression[callee.name='Date'][arguments.length=0]"(node) {
            context.report({
              node,
              message: "`new Date()` reads the machine's clock: take the time from the injected one.",
            });
          },
        };
      },
    },
  },
};
