// A line of JSON asks, a line of JSON answers. The script ends when its input does, so it outlives nobody.
import { createInterface } from 'node:readline';

/**
 * @param {Record<string, (parameters: any) => any>} methods What can be asked for, by name; may answer with a promise.
 */
export function serve(methods) {
  // Standard output carries answers only.
  console.log = console.error;
  console.info = console.error;
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  let last = Promise.resolve();
  lines.on('line', (line) => {
    last = last.then(() => answer(methods, line));
  });
  lines.on('close', () => {
    last.finally(() => process.exit(0));
  });
}

async function answer(methods, line) {
  const { id, method, parameters } = JSON.parse(line);
  let reply;
  try {
    if (!Object.hasOwn(methods, method)) {
      throw new Error(`This script has no method ${method}.`);
    }

    reply = { id, result: (await methods[method](parameters)) ?? null };
  } catch (error) {
    reply = { id, error: String(error?.stack ?? error) };
  }

  process.stdout.write(JSON.stringify(reply, (_, value) => (typeof value === 'bigint' ? `${value}` : value)) + '\n');
}
