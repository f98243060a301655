import { castFunctions } from "./cast.ts";
import { choiceFunction } from "./choice.ts";
import type { OverrideFunction } from "./definition.ts";
import { globFunction } from "./glob.ts";
import { jsonStrFunction } from "./json-str.ts";
import { listOperationFunctions } from "./list-operations.ts";
import { tagFunction, zipFunction } from "./marks.ts";
import { intervalFunction, rangeFunction } from "./range.ts";
import { shuffleFunction } from "./shuffle.ts";
import { sortFunction } from "./sort.ts";

export const builtInFunctions: readonly OverrideFunction[] = [
  choiceFunction,
  rangeFunction,
  intervalFunction,
  globFunction,
  sortFunction,
  shuffleFunction,
  tagFunction,
  zipFunction,
  ...castFunctions,
  jsonStrFunction,
  ...listOperationFunctions,
];
