import { expect, test } from "vitest";
import { strftime } from "../../src/jobs/strftime.ts";

const time = new Date(2024, 0, 7, 15, 4, 5, 678);

test.for([
  ["%Y-%m-%d", "2024-01-07"],
  ["%H-%M-%S", "15-04-05"],
  ["%f", "678000"],
  ["%j", "007"],
  ["%a %A %b %B", "Sun Sunday Jan January"],
  ["%I %p", "03 PM"],
  ["%y", "24"],
  ["%U %W %w", "01 01 0"],
  ["%G-%V-%u", "2024-01-7"],
  ["%%", "%"],
  ["%Q", "%Q"],
] as const)("H-RES-001: %s is %s", ([format, want]) => {
  expect(strftime(time, format)).toBe(want);
});

test("H-RES-001: weeks of the year begin on Sunday or Monday", () => {
  expect(strftime(new Date(2023, 0, 1), "%U %W")).toBe("01 00");
  expect(strftime(new Date(2023, 0, 2), "%U %W")).toBe("01 01");
});

test("H-RES-001: the zone", () => {
  expect(strftime(time, "%z")).toMatch(/^[+-]\d{4}$/);
  expect(strftime(time, "%Z")).not.toBe("");
});
