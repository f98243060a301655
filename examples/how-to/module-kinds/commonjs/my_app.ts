import { zen } from "orochi";

const greet = ({ name = "world" }: { name?: string }): void => console.log(`Hello ${name} from CommonJS`);

zen(greet).main({ config: greet });
