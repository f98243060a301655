import { parseOverride } from "../src/overrides/parse.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const nested = "a.b={x: [1, 2.5, text], y: {z: '${a.c}'}}";

export const suite: Suite = {
  name: "override language",
  async figures(): Promise<Figure[]> {
    const figure = (name: string, text: string, json: string, referenceMs: number): Promise<Figure> =>
      compare({
        name,
        run: () => parseOverride(text),
        yardstick: "JSON.parse of the same data",
        runYardstick: () => JSON.parse(json) as unknown,
        referenceMs,
        warmUp: 50_000,
      });
    return [
      await figure("parse a.b=1", "a.b=1", '{"a":{"b":1}}', 0.362),
      await figure(
        "parse a nested value",
        nested,
        '{"a":{"b":{"x":[1,2.5,"text"],"y":{"z":"${a.c}"}}}}',
        1.3,
      ),
      await figure("parse shuffle(range(1,10))", "x=shuffle(range(1,10))", '{"x":[1,2,3,4,5,6,7,8,9]}', 0.93),
    ];
  },
};
