export const handler = (): never => missing();

const missing: () => never = start();

function start(): () => never {
  throw new Error("no database is linked");
}
