import { builds, field, makeConfig, zen, ZenStore } from "orochi";

interface Storage {
  readonly place: string;
}

class Disk implements Storage {
  readonly place: string;
  constructor({ folder = "/var/data" }: { folder?: string } = {}) {
    this.place = folder;
  }
}

class Bucket implements Storage {
  readonly place: string;
  constructor({ bucket, region = "eu-1" }: { bucket: string; region?: string }) {
    this.place = `${bucket} in ${region}`;
  }
}

const store = new ZenStore();
const storage = store.with({ group: "storage" });
storage(Disk, { name: "disk" });
storage(builds(Bucket, { bucket: "photos" }, { populateFullSignature: true }), { name: "photos" });
storage(builds(Bucket, { bucket: "archive", region: "us-2" }), { name: "archive" });

// Groups may lie inside of each other: an option of storage/region lands in storage.region.
store.with({ group: "storage/region" })({ region: "ap-3" }, { name: "far", package: "storage" });

const Config = makeConfig(
  { storage: field<Storage>(), dryRun: false },
  { defaults: ["_self_", { storage: "disk" }] },
);
store(Config, { name: "backup" });

function backup({ storage, dryRun }: { storage: Storage; dryRun: boolean }): void {
  console.log(`${dryRun ? "would save" : "saved"} to ${storage.place}`);
}

zen(backup).main({ store, configName: "backup" });
