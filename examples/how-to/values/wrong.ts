import { isOrochiError, makeConfig } from "orochi";

class Socket {}

try {
  makeConfig({ server: { socket: new Socket() } });
} catch (error) {
  if (isOrochiError(error)) console.log(error.message);
}
