import { zen, ZenStore } from "orochi";
import { z } from "zod";

const App = z.object({
  title: z.string(),
  server: z.object({ host: z.string(), port: z.int(), workers: z.int().default(1) }),
});
type App = z.infer<typeof App>;

const store = new ZenStore();
store(App, { name: "app" });
store({ host: "0.0.0.0", port: 443, workers: 8 }, { group: "server", name: "cloud" });

function start({ title, server }: App): void {
  console.log(`${title} on ${server.host}:${server.port} with ${server.workers} workers`);
}

zen(start).main({ store, configPath: "conf", configName: "config" });
