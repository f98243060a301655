import { zen } from "orochi";
import { z } from "zod";

const Config = z
  .object({
    host: z.string().default("localhost"),
    port: z.int().min(1).max(65535).default(8080),
    mode: z.enum(["dev", "prod"]).default("dev"),
    since: z.iso
      .date()
      .default("2026-01-01")
      .transform((text) => new Date(text)),
    tls: z.boolean().default(false),
  })
  .refine(({ mode, tls }) => mode === "dev" || tls, { path: ["tls"], error: "prod needs tls" });

function serve({ host, port, mode, since, tls }: z.infer<typeof Config>): void {
  console.log(`${tls ? "https" : "http"}://${host}:${port}, ${mode}, since ${since.getUTCFullYear()}`);
}

zen(serve).main({ config: Config });
