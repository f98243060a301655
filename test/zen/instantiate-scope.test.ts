import { describe, expect, test } from "vitest";
import { create } from "./helpers/create.ts";
import { builds } from "../../src/zen/builds.ts";
import { instantiateScope } from "../../src/zen/instantiate-scope.ts";
import { instantiate, instantiateSync } from "../../src/zen/instantiate.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { zen } from "../../src/zen/zen.ts";

const events: string[] = [];
class Pool {
  constructor({ name = "pool" }: { name?: string } = {}) {
    this.name = name;
    events.push(`open ${name}`);
  }
  readonly name: string;
  [Symbol.dispose](): void {
    events.push(`close ${this.name}`);
  }
}
class Service {
  readonly pool: Pool;
  constructor({ pool }: { pool: Pool }) {
    this.pool = pool;
    events.push("open service");
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.resolve();
    events.push("close service");
  }
}
class Failing {
  [Symbol.dispose](): void {
    throw new Error("cannot close");
  }
}
const recorded = async (run: () => Promise<void>): Promise<string[]> => {
  events.length = 0;
  await run();
  return [...events];
};

describe("shared instances", () => {
  const config = makeConfig({
    pool: builds(Pool, {}, { shared: true }),
    a: builds(Service, { pool: "${pool}" }),
    b: builds(Service, { pool: "${pool}" }),
  });
  test("all that refer to a shared node get one instance, and each call its own", async () => {
    const first = (await instantiate(config)) as { pool: Pool; a: Service; b: Service };
    expect(first.a.pool).toBe(first.b.pool);
    expect(first.pool).toBe(first.a.pool);
    const second = instantiateSync(config) as { a: Service };
    expect(second.a.pool).not.toBe(first.a.pool);
  });
  test("without the mark, each reference makes one", async () => {
    const plain = makeConfig({ pool: builds(Pool), a: "${pool}", b: "${pool}" });
    const { a, b } = (await instantiate(plain)) as { a: unknown; b: unknown };
    expect(a).not.toBe(b);
  });
  test("the parameters of one task share", async () => {
    const task = zen(({ a, b }: { a: Service; b: Service }) => a.pool === b.pool);
    expect(await task(config)).toBe(true);
  });
  test("the mark is no argument, and must be true or false", async () => {
    const dict = ({ ...values }: Record<string, unknown>): unknown => values;
    expect(await instantiate(builds(dict, { x: 1 }, { shared: true }))).toEqual({ x: 1 });
    const wrong = create({ a: { _target_: "orochi:set", _shared_: "yes" } });
    await expect(instantiate(wrong)).rejects.toThrow(/'_shared_' must be true or false/);
  });
});

describe("instantiateScope", () => {
  test("disposes in reverse order, each once", async () => {
    const config = makeConfig({
      pool: builds(Pool, {}, { shared: true }),
      services: [
        builds(Service, { pool: "${pool}" }),
        builds(Service, { pool: builds(Pool, { name: "own" }) }),
      ],
    });
    expect(
      await recorded(async () => {
        await using scope = await instantiateScope(config);
        expect(scope.value).toHaveProperty("pool");
        events.push("work");
      }),
    ).toEqual([
      "open pool",
      "open service",
      "open own",
      "open service",
      "work",
      "close service",
      "close own",
      "close service",
      "close pool",
    ]);
  });
  test("what was made before a failure is disposed of", async () => {
    const boom = (): never => {
      throw new Error("boom");
    };
    const config = makeConfig({ pool: builds(Pool), boom: builds(boom) });
    expect(await recorded(() => expect(instantiateScope(config)).rejects.toThrow("boom"))).toEqual([
      "open pool",
      "close pool",
    ]);
  });
  test("a failure to close does not keep the others open", async () => {
    const config = makeConfig({ a: builds(Pool), b: builds(Failing), c: builds(Failing) });
    const closing = async (fields: object): Promise<void> => {
      await using _ = await instantiateScope({ ...fields });
    };
    expect(await recorded(() => expect(closing({ a: config })).rejects.toThrow(AggregateError))).toEqual([
      "open pool",
      "close pool",
    ]);
    await expect(closing({ b: builds(Failing) })).rejects.toThrow("cannot close");
  });
  test("plain instantiation disposes of nothing", async () => {
    expect(await recorded(async () => void (await instantiate(builds(Pool))))).toEqual(["open pool"]);
  });
});
