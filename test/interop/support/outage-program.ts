/** What `outageProgram` prints where everything went as it should. */
export const toldOutage =
  "InternalFailureException, InternalFailureException, CircuitOpenError, answered; open, halfOpen, close";

/** The body of a program that lives through an outage of two requests at the endpoint it is given. */
export const outageProgram = `
  const names = [];
  const story = [];
  const client = new AmplifyClient({
    endpoint: process.argv[2],
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
    maxAttempts: 1,
  });
  const trip = JSON.parse(process.argv[3] ?? '{ "consecutiveFailures": 2, "failureSpanMs": 0 }');
  const amplify = withBreakers(client, { resetTimeout: 500, ...trip });
  for (const type of ["open", "halfOpen", "close"]) amplify.breakers.on(type, () => story.push(type));
  const call = () =>
    amplify.send(new ListAppsCommand({})).then(
      () => names.push("answered"),
      (error) => names.push(error.name),
    );
  const run = async () => {
    for (let number = 0; number < 3; number++) await call();
    await amplify.breakers.whenAvailable("ListApps");
    await call();
    client.destroy();
    console.log(names.join(", ") + "; " + story.join(", "));
  };
  run();
`;
