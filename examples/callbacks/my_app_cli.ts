import { setTimeout as sleep } from "node:timers/promises";
import { zen, ZenStore, type Callback, type JobEndEvent } from "orochi";
import { z } from "zod";

// The config for our task function
const Config = z.object({ x: z.int() });
type Config = z.infer<typeof Config>;

// Our task function
async function task({ x }: Config) {
  console.log(`.. running task(x=${x})`);
  await sleep(Math.random() * 1000);
}

class TimeIt implements Callback {
  #start = 0;
  onJobStart() {
    this.#start = performance.now();
  }
  onJobEnd() {
    console.log(`TimeIt: Took ${((performance.now() - this.#start) / 1000).toFixed(2)} seconds`);
  }
}

class UploadResultsCallback implements Callback {
  readonly bucket: string;
  constructor({ bucket = "s3:/" }: { bucket?: string } = {}) {
    this.bucket = bucket;
  }
  onJobEnd({ config }: JobEndEvent<Config>) {
    console.log(`UploadResultsCallback: Job ended, uploading results to ${this.bucket}/file_${config.x}.txt`);
  }
}

const store = new ZenStore();
store(UploadResultsCallback, { name: "upload", group: "callbacks" });
store(TimeIt, { name: "timeit", group: "callbacks" });
store(Config, { name: "task" });
zen(task).main({ configName: "task", store });
