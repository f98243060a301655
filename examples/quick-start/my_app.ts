import { makeCustomBuilds, hydraConf, zen, ZenStore, type Callback, type JobEndEvent } from "orochi";
import { z } from "zod";

const Config = z.object({ x: z.int() });
type Config = z.infer<typeof Config>;

async function task({ x }: Config) {
  console.log(`.. running task(x=${x})`);
}

class UploadResultsCallback implements Callback {
  readonly bucket: string;
  constructor({ bucket = "s3:/" }: { bucket?: string } = {}) {
    this.bucket = bucket;
  }
  onJobEnd({ config }: JobEndEvent<Config>) {
    console.log(`uploading results to ${this.bucket}/file_${config.x}.txt`);
  }
}

const fbuilds = makeCustomBuilds({ populateFullSignature: true });
const store = new ZenStore();
store(hydraConf({ callbacks: { upload: fbuilds(UploadResultsCallback) } }));
store(Config, { name: "task" });
zen(task).main({ configName: "task", store });
