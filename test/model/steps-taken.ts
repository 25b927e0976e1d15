/** How many steps were taken on the model and the real thing, in all programs. */
export const stepsTaken = { count: 0 };
