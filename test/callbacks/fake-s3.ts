import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a fault does to a request. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly code: string }
  /** The connection ends before anything is answered. */
  | { readonly kind: "cut" }
  /** The connection ends while the body is still coming in. */
  | { readonly kind: "cut body" }
  | { readonly kind: "hang" };

export interface FakeObject {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Multipart {
  readonly key: string;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

interface PlannedFault {
  readonly fault: Fault;
  readonly matches: (method: string, url: URL) => boolean;
  left: number;
}

/**
 * A small S3 in memory: path-style buckets, single and multipart uploads, listings in pages. Signatures (AWS Signature Version 4) and
 * checksums are checked. Faults are made to order.
 */
export class FakeS3 {
  readonly bucket = "results";
  readonly accessKeyId = "test-key";
  readonly secretAccessKey = "test-secret";
  readonly objects = new Map<string, FakeObject>();
  readonly uploads = new Map<string, Multipart>();
  /** Requests that came, as `PUT key`. */
  readonly requests: string[] = [];
  pageSize = 3;
  readonly #faults: PlannedFault[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) =>
        answerError(response, 500, "InternalError", String(error)),
      );
    });
  }

  static async start(): Promise<FakeS3> {
    const fake = new FakeS3();
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Spoils the next requests that match. */
  spoil(
    fault: Fault,
    { times = 1, matches = () => true }: { times?: number; matches?: PlannedFault["matches"] } = {},
  ): void {
    this.#faults.push({ fault, matches, left: times });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const url = new URL(request.url ?? "/", this.endpoint);
    this.requests.push(`${method} ${decodeURIComponent(url.pathname)}${url.search}`);
    const spoiled = this.#faults.find((planned) => planned.left > 0 && planned.matches(method, url));
    if (spoiled !== undefined) {
      spoiled.left--;
      const { fault } = spoiled;
      if (fault.kind === "hang") return;
      if (fault.kind === "cut") return void request.socket.destroy();
      if (fault.kind === "cut body") return void request.once("data", () => request.socket.destroy());
      await bodyOf(request);
      return answerError(response, fault.status, fault.code, "told to fail");
    }
    const sent = await bodyOf(request);
    const refused = this.#refusal(request, url, sent);
    if (refused !== undefined) return answerError(response, 403, refused, refused);
    const body = decodeChunks(request, sent);
    const wrong = wrongChecksum(request, body);
    if (wrong !== undefined) return answerError(response, 400, "BadDigest", wrong);
    const [, bucket, ...names] = decodeURIComponent(url.pathname).split("/");
    if (bucket !== this.bucket) return answerError(response, 404, "NoSuchBucket", "no such bucket");
    this.#act(request, response, { method, url, key: names.join("/"), body });
  }

  #act(
    request: IncomingMessage,
    response: ServerResponse,
    { method, url, key, body }: { method: string; url: URL; key: string; body: Buffer },
  ): void {
    const { searchParams } = url;
    const uploadId = searchParams.get("uploadId");
    const etag = `"${createHash("md5").update(body).digest("hex")}"`;
    if (method === "GET" && key === "") return answer(response, this.#list(searchParams));
    if (method === "GET") {
      const object = this.objects.get(key);
      if (object === undefined) return answerError(response, 404, "NoSuchKey", key);
      response.writeHead(200, { "content-type": object.contentType ?? "" }).end(object.body);
      return;
    }
    if (method === "POST" && searchParams.has("uploads")) {
      const id = `upload-${this.uploads.size + 1}`;
      this.uploads.set(id, { key, ...factsOf(request), parts: new Map() });
      return answer(
        response,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const upload = uploadId === null ? undefined : this.uploads.get(uploadId);
    if (uploadId !== null && upload === undefined)
      return answerError(response, 404, "NoSuchUpload", uploadId);
    if (method === "PUT" && upload !== undefined) {
      upload.parts.set(Number(searchParams.get("partNumber")), body);
      response.writeHead(200, { etag }).end();
      return;
    }
    if (method === "POST" && upload !== undefined && uploadId !== null) {
      const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) =>
        Number(number),
      );
      const parts = numbers.map((number) => upload.parts.get(number));
      if (parts.includes(undefined)) return answerError(response, 400, "InvalidPart", "a part is missing");
      const { contentType, metadata } = upload;
      this.objects.set(upload.key, { body: Buffer.concat(parts as Buffer[]), contentType, metadata });
      this.uploads.delete(uploadId);
      return answer(
        response,
        `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>x</ETag></CompleteMultipartUploadResult>`,
      );
    }
    if (method === "DELETE" && uploadId !== null) {
      this.uploads.delete(uploadId);
      response.writeHead(204).end();
      return;
    }
    if (method === "PUT") {
      this.objects.set(key, { body, ...factsOf(request) });
      response.writeHead(200, { etag }).end();
      return;
    }
    answerError(response, 405, "MethodNotAllowed", method);
  }

  /** Never more than a page, whatever is asked for. */
  #list(query: URLSearchParams): string {
    const after = query.get("continuation-token") ?? "";
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? "")).sort();
    const left = keys.filter((key) => key > after);
    const page = left.slice(0, this.pageSize);
    const isTruncated = left.length > page.length;
    const next = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents}</ListBucketResult>`;
  }

  /** Why a request is not let in. */
  #refusal(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
    const header = request.headers.authorization ?? "";
    const [, key, date = "", region = "", service = "", names = "", signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        header,
      ) ?? [];
    if (key !== this.accessKeyId) return "InvalidAccessKeyId";
    const payload = String(request.headers["x-amz-content-sha256"] ?? "");
    if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(body)) return "XAmzContentSHA256Mismatch";
    const query = [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&");
    const headers = names.split(";").map((name) => `${name}:${String(request.headers[name] ?? "").trim()}\n`);
    const canonical = [request.method, url.pathname, query, headers.join(""), names, payload].join("\n");
    const scope = `${date}/${region}/${service}/aws4_request`;
    const time = String(request.headers["x-amz-date"]);
    const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(Buffer.from(canonical))].join("\n");
    const signingKey = [date, region, service, "aws4_request"].reduce<Buffer>(
      (with_, text) => hmac(with_, text),
      Buffer.from(`AWS4${this.secretAccessKey}`),
    );
    return hmac(signingKey, toSign).toString("hex") === signature ? undefined : "SignatureDoesNotMatch";
  }
}

function factsOf({ headers }: IncomingMessage): Pick<FakeObject, "contentType" | "metadata"> {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith("x-amz-meta-"))
    .map(([name, value]) => [name.slice("x-amz-meta-".length), String(value)]);
  return { contentType: headers["content-type"], metadata: Object.fromEntries(metadata) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `aws-chunked`: sizes in hexadecimal digits, then the bytes; trailers follow the last one. */
function decodeChunks({ headers }: IncomingMessage, body: Buffer): Buffer {
  if (!(headers["content-encoding"] ?? "").includes("aws-chunked")) return body;
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
}

function wrongChecksum({ headers }: IncomingMessage, body: Buffer): string | undefined {
  const sent = headers["x-amz-checksum-sha256"];
  if (sent === undefined) return undefined;
  const own = createHash("sha256").update(body).digest("base64");
  return sent === own ? undefined : `${String(sent)} is not ${own}`;
}

function answer(response: ServerResponse, xml: string): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${xml}`);
}

function answerError(response: ServerResponse, status: number, code: string, message: string): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(xml);
}

function sha256(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
