import { app } from "./train.ts";

app.main();
