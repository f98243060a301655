import type { Job, Queue, QueueEvents, RedisOptions, UnrecoverableError, Worker } from "bullmq";
import { HydraException } from "../../errors/hydra-errors.ts";
import { importPeer } from "../../targets/import-peer.ts";

/** The package `bullmq`, as far as it is used. */
export interface BullMq {
  readonly Job: typeof Job;
  readonly Queue: typeof Queue;
  readonly QueueEvents: typeof QueueEvents;
  readonly UnrecoverableError: typeof UnrecoverableError;
  readonly Worker: typeof Worker;
}

/** Where a queue is. */
export interface QueuePlace {
  readonly queue: string;
  /** `redis://…` or `rediss://…` */
  readonly url: string;
  /** Begins the keys in Redis. */
  readonly prefix: string;
  readonly connectTimeoutMs: number;
}

/** A client of Redis, as far as it is used. */
export interface RedisClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: { readonly EX?: number }): Promise<unknown>;
  del(...keys: string[]): Promise<unknown>;
  xadd(key: string, id: string, fields: Record<string, string>): Promise<string>;
  on(event: string, listener: () => void): unknown;
}

/**
 * Imports bullmq when a queue is used: it takes a third of a second.
 *
 * @throws {HydraException} code `PACKAGE_MISSING`.
 */
export async function loadBullMq(neededBy: string): Promise<BullMq> {
  const install = "bullmq ioredis";
  const bullmq = (await importPeer("bullmq", { neededBy, install })) as BullMq;
  await importPeer("ioredis", { neededBy, install });
  return bullmq;
}

/** The connection of one queue: tried once at first, and again and again when it is lost later. */
export class QueueLink {
  readonly place: QueuePlace;
  #isUp = false;
  #isClosing = false;
  /** When it was lost. */
  #downSince: number | undefined;

  constructor(place: QueuePlace) {
    requireRedisUrl(place.url);
    this.place = place;
  }

  /** Milliseconds since the connection was lost; 0 while it is there. */
  get downMs(): number {
    return this.#downSince === undefined ? 0 : performance.now() - this.#downSince;
  }

  get options(): { readonly connection: RedisOptions; readonly prefix: string } {
    const { url, prefix, connectTimeoutMs } = this.place;
    return {
      prefix,
      connection: {
        url,
        connectTimeout: connectTimeoutMs,
        // What is asked while Redis restarts is answered when it is back.
        maxRetriesPerRequest: null,
        retryStrategy: (times) => (this.#isUp ? Math.min(2000, 100 * times) : null),
      },
    };
  }

  /**
   * Waits until the server answers.
   *
   * @throws {HydraException} code `QUEUE_UNREACHABLE`.
   */
  async open(queue: Queue, onChange: (isUp: boolean) => void = () => {}): Promise<RedisClient> {
    // What is wrong is told by what fails; without a listener Node would end the process.
    queue.on("error", () => {});
    try {
      await queue.waitUntilReady();
      const client = (await queue.backend.client) as unknown as RedisClient;
      this.#isUp = true;
      const lose = (): void => {
        if (this.#downSince !== undefined || this.#isClosing) return;
        this.#downSince = performance.now();
        onChange(false);
      };
      const regain = (): void => {
        if (this.#downSince === undefined) return;
        this.#downSince = undefined;
        onChange(true);
      };
      client.on("close", lose);
      client.on("ready", regain);
      return client;
    } catch (cause) {
      await queue.close().catch(() => {});
      throw unreachable(this.place.url, reasonOf(cause));
    }
  }

  /** From here on the connection may go. */
  willClose(): void {
    this.#isClosing = true;
  }

  /** The error for who waited in vain for the connection to come back. */
  lost(afterMs: number): HydraException {
    return unreachable(this.place.url, `it has not answered for ${Math.round(afterMs / 1000)} s`);
  }
}

function unreachable(url: string, reason: string): HydraException {
  return new HydraException("QUEUE_UNREACHABLE", `Redis at ${shownUrl(url)} cannot be used: ${reason}`, {
    hint: "hydra.launcher.redis, --redis or REDIS_URL says where it is: redis://user:password@host:6379/0",
  });
}

function requireRedisUrl(url: string): void {
  if (/^rediss?:\/\/./.test(url) && URL.canParse(url)) return;
  throw new HydraException("QUEUE_UNREACHABLE", `${shownUrl(url)} is no address of a Redis server`, {
    hint: "it begins with redis:// or, encrypted, rediss://: redis://user:password@host:6379/0",
  });
}

/** An address as it may be shown: without its password. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@]*@/, "$1:…@");
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { message } = cause;
  if (message.includes("ECONNREFUSED")) return "nobody listens there";
  if (message.includes("ENOTFOUND") || message.includes("EAI_AGAIN")) return "nobody knows the host";
  if (message.includes("ETIMEDOUT")) return "it does not answer";
  if (/NOAUTH|WRONGPASS|invalid password/i.test(message)) return "it does not take the password";
  return message === "" ? cause.name : message;
}
